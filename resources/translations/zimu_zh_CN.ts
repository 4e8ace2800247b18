<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ContextEditor</name>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Context: names and terms to expect</source>
        <translation>上下文：可能出现的人名和术语</translation>
    </message>
    <message>
        <source>Names and terms that will come up</source>
        <translation>会提到的人名、术语</translation>
    </message>
    <message>
        <source>This engine cannot use names and terms. What you wrote is kept.</source>
        <translation>这个引擎不支持上下文，内容会保留。</translation>
    </message>
    <message>
        <source>{count} tokens too many. It will not be sent until it is shorter.</source>
        <translation>超出 {count} 个词元，缩短后才会发送。</translation>
    </message>
    <message>
        <source>{count} of {limit} tokens</source>
        <translation>{count} / {limit} 词元</translation>
    </message>
</context>
<context>
    <name>DevicePicker</name>
    <message>
        <source>Listen to</source>
        <translation>声音来源</translation>
    </message>
    <message>
        <source>Default microphone</source>
        <translation>默认麦克风</translation>
    </message>
    <message>
        <source>File: {name}</source>
        <translation>文件：{name}</translation>
    </message>
    <message>
        <source>{name} (not connected)</source>
        <translation>{name}（未连接）</translation>
    </message>
    <message>
        <source>Not listening</source>
        <translation>未收音</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>正在播放</translation>
    </message>
    <message>
        <source>Hearing you</source>
        <translation>听到人声</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>没有人声</translation>
    </message>
    <message>
        <source>That is silence</source>
        <translation>完全无声</translation>
    </message>
</context>
<context>
    <name>Emotion</name>
    <message>
        <source>neutral</source>
        <translation>平静</translation>
    </message>
    <message>
        <source>happy</source>
        <translation>愉快</translation>
    </message>
    <message>
        <source>surprised</source>
        <translation>惊讶</translation>
    </message>
    <message>
        <source>angry</source>
        <translation>愤怒</translation>
    </message>
    <message>
        <source>disgusted</source>
        <translation>厌恶</translation>
    </message>
    <message>
        <source>sad</source>
        <translation>悲伤</translation>
    </message>
    <message>
        <source>fearful</source>
        <translation>恐惧</translation>
    </message>
</context>
<context>
    <name>EngineCard</name>
    <message>
        <source>Recognise with</source>
        <translation>识别引擎</translation>
    </message>
    <message>
        <source>Address of your server</source>
        <translation>服务器地址</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Subtitles, SubRip (*.srt)</source>
        <translation>SubRip 字幕 (*.srt)</translation>
    </message>
    <message>
        <source>Subtitles, WebVTT (*.vtt)</source>
        <translation>WebVTT 字幕 (*.vtt)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>纯文本 (*.txt)</translation>
    </message>
    <message>
        <source>Export the transcript</source>
        <translation>导出字幕记录</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>Format:</source>
        <translation>格式：</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Begin an empty transcript (Ctrl+N)</source>
        <translation>新建一份空白记录 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save as subtitles or text (Ctrl+S)</source>
        <translation>导出为字幕或纯文本 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>字幕浮窗</translation>
    </message>
    <message>
        <source>Show captions above other windows (Ctrl+L)</source>
        <translation>在其他窗口上方显示字幕 (Ctrl+L)</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Untitled transcript</source>
        <translation>未命名记录</translation>
    </message>
    <message>
        <source>Title of the transcript</source>
        <translation>记录标题</translation>
    </message>
    <message>
        <source>Length of the transcript</source>
        <translation>记录时长</translation>
    </message>
    <message>
        <source>From the voice to the finished words</source>
        <translation>从说话到定稿的延迟</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>The last words are coming…</source>
        <translation>正在收尾…</translation>
    </message>
</context>
<context>
    <name>LanguageSelector</name>
    <message>
        <source>Automatic</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>This engine knows this language only</source>
        <translation>这个引擎只支持这一种语言</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Loudness</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>How loud it is: speech should light about half of the steps</source>
        <translation>音量：正常说话时应亮起一半左右</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>See on the left what the engine still needs, or choose another.</source>
        <translation>引擎还不能用：左侧写明了缺什么，也可以换一个引擎。</translation>
    </message>
    <message>
        <source>Press Start and speak. What is said appears here.</source>
        <translation>点“开始”，然后说话，字幕就会出现在这里。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>关闭提示 (Esc)</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Don't save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The transcript is not saved.</source>
        <translation>记录还没有保存。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The transcript was cleared.</source>
        <translation>记录已清空。</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
</context>
<context>
    <name>OptionsMenu</name>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统语言</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>跟随系统外观</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Bring the overlay back to its place</source>
        <translation>将浮窗移回默认位置</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>Zimu captions</source>
        <translation>Zimu 字幕浮窗</translation>
    </message>
    <message>
        <source>Captions appear here</source>
        <translation>字幕会显示在这里</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
</context>
<context>
    <name>OverlayHandle</name>
    <message>
        <source>Move the captions</source>
        <translation>移动字幕</translation>
    </message>
    <message>
        <source>Smaller captions</source>
        <translation>缩小字幕</translation>
    </message>
    <message>
        <source>Larger captions</source>
        <translation>放大字幕</translation>
    </message>
    <message>
        <source>Close the overlay</source>
        <translation>关闭浮窗</translation>
    </message>
</context>
<context>
    <name>Place</name>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Beijing</source>
        <translation>北京</translation>
    </message>
    <message>
        <source>Singapore</source>
        <translation>新加坡</translation>
    </message>
    <message>
        <source>Your own server</source>
        <translation>自己的服务器</translation>
    </message>
    <message>
        <source>Audio stays on this computer</source>
        <translation>音频留在本机</translation>
    </message>
    <message>
        <source>Audio goes to Beijing</source>
        <translation>音频发往北京</translation>
    </message>
    <message>
        <source>Audio goes to Singapore</source>
        <translation>音频发往新加坡</translation>
    </message>
    <message>
        <source>Enter the address of a server</source>
        <translation>请填写服务器地址</translation>
    </message>
    <message>
        <source>Audio goes to {host}</source>
        <translation>音频发往 {host}</translation>
    </message>
    <message>
        <source>Audio stays here</source>
        <translation>音频留在本机</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>This computer's audio cannot be used: the PortAudio library is missing or broken. On Debian and Ubuntu: sudo apt install libportaudio2</source>
        <translation>这台电脑无法使用音频：PortAudio 库缺失或已损坏。在 Debian 和 Ubuntu 上请运行：sudo apt install libportaudio2</translation>
    </message>
    <message>
        <source>There is no microphone. Plug one in and start again.</source>
        <translation>没有找到麦克风。请接上麦克风，再点“开始”。</translation>
    </message>
    <message>
        <source>“{device}” is not connected. Plug it in or choose another microphone.</source>
        <translation>“{device}”未连接。请接上它，或换一个麦克风。</translation>
    </message>
    <message>
        <source>“{device}” may be any of these: {devices}. Give more of the name.</source>
        <translation>“{device}”对应多个麦克风：{devices}。请把名称写得更完整。</translation>
    </message>
    <message>
        <source>“{device}” was unplugged. Plug it in or choose another microphone.</source>
        <translation>“{device}”已断开。请重新接上，或换一个麦克风。</translation>
    </message>
    <message>
        <source>“{device}” cannot be opened. Allow microphones in the system's privacy settings, and close other programs that use it.</source>
        <translation>无法打开“{device}”。请在系统隐私设置中允许使用麦克风，并关闭占用它的程序。</translation>
    </message>
    <message>
        <source>“{device}” has stopped giving sound. Plug it in again or choose another.</source>
        <translation>收不到“{device}”的声音了。请重新插拔，或换一个麦克风。</translation>
    </message>
    <message>
        <source>“{device}” gives only silence. Is it muted?</source>
        <translation>“{device}”完全无声，是不是静音了？</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>找不到文件 {path}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as audio. WAV, FLAC and Ogg files can.</source>
        <translation>{path} 无法作为音频读取。支持 WAV、FLAC 和 Ogg 文件。</translation>
    </message>
    <message>
        <source>The English speech model is not installed. Install it with: pip install moonshine-voice==0.1.0</source>
        <translation>尚未安装英语语音模型。安装命令：pip install moonshine-voice==0.1.0</translation>
    </message>
    <message>
        <source>The speech model is damaged ({file}). Install it again with: pip install --force-reinstall --no-deps moonshine-voice==0.1.0</source>
        <translation>语音模型已损坏（{file}）。重新安装：pip install --force-reinstall --no-deps moonshine-voice==0.1.0</translation>
    </message>
    <message>
        <source>The engine on this computer did not start. The log says why.</source>
        <translation>本机引擎未能启动，原因见日志。</translation>
    </message>
    <message>
        <source>The engine on this computer has stopped. Start again to go on; the log says why.</source>
        <translation>本机引擎已停止。点“开始”可继续，原因见日志。</translation>
    </message>
    <message>
        <source>{host} needs an API key. Set the environment variable DASHSCOPE_API_KEY for Alibaba Cloud, ZIMU_ENGINE_KEY for your own server.</source>
        <translation>{host} 需要 API 密钥。阿里云请设置环境变量 DASHSCOPE_API_KEY，自己的服务器请设置 ZIMU_ENGINE_KEY。</translation>
    </message>
    <message>
        <source>{host} refused the API key. Beijing, Singapore and your own server have separate keys; check which one this is.</source>
        <translation>{host} 不接受这个 API 密钥。北京、新加坡和自己的服务器密钥互不通用，请确认用的是哪一个。</translation>
    </message>
    <message>
        <source>{host} does not let this API key use the model. Check its permissions.</source>
        <translation>{host} 不允许这个 API 密钥使用该模型。请检查密钥的权限。</translation>
    </message>
    <message>
        <source>{host} cannot be reached. Check the network and the address.</source>
        <translation>无法连接 {host}。请检查网络和地址。</translation>
    </message>
    <message>
        <source>{host} could not prove who it is, so no audio was sent. Check the address, the computer's clock and its certificates.</source>
        <translation>无法确认 {host} 的身份，因此没有发送任何音频。请检查地址、系统时间和证书。</translation>
    </message>
    <message>
        <source>The proxy did not let the connection through. Check the proxy settings.</source>
        <translation>无法通过代理建立连接。请检查代理设置。</translation>
    </message>
    <message>
        <source>{url} is not a safe address. Use wss://, or ws:// for a server on this computer.</source>
        <translation>{url} 不是安全的地址。请使用 wss://，本机服务器也可以用 ws://。</translation>
    </message>
    <message>
        <source>{host} answered {status} instead of opening a connection. Check the address.</source>
        <translation>{host} 返回 {status}，没有建立连接。请检查地址。</translation>
    </message>
    <message>
        <source>The connection to {host} was lost. Start again to go on.</source>
        <translation>与 {host} 的连接已断开。点“开始”可继续。</translation>
    </message>
    <message>
        <source>{host} has stopped answering. Check the network and start again to go on.</source>
        <translation>{host} 没有响应了。请检查网络，再点“开始”继续。</translation>
    </message>
    <message>
        <source>{host} does not speak the Qwen realtime protocol properly. Check the address.</source>
        <translation>{host} 的应答不符合千问实时协议。请检查地址。</translation>
    </message>
    <message>
        <source>This engine has no language “{language}”. It has: {languages}.</source>
        <translation>这个引擎不支持语言“{language}”。它支持：{languages}。</translation>
    </message>
    <message>
        <source>{host} reported an error ({code}). Start again to try once more.</source>
        <translation>{host} 返回错误（{code}）。点“开始”可重试。</translation>
    </message>
    <message>
        <source>The server uses the model {got} instead of {wanted}. The price may differ.</source>
        <translation>服务器使用的模型是 {got}，而不是 {wanted}，价格可能不同。</translation>
    </message>
    <message>
        <source>Captions come faster than this computer shows them. Close other programs.</source>
        <translation>字幕来得太快，这台电脑显示不过来。请关闭其他程序。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>{path} 写入失败：{reason}。</translation>
    </message>
    <message>
        <source>The settings could not be read, so the defaults are used. The old file is now {path}.</source>
        <translation>无法读取设置，已改用默认设置。原文件已另存为 {path}。</translation>
    </message>
    <message>
        <source>Zimu made a mistake and had to stop here. The log says what it was.</source>
        <translation>Zimu 内部出错，已停止。详情见日志。</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Language and colours of the window</source>
        <translation>窗口的语言和外观</translation>
    </message>
    <message>
        <source>Stop to change engine, language or context.</source>
        <translation>停止后可更改引擎、语言和上下文。</translation>
    </message>
</context>
<context>
    <name>StartButton</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start captioning</source>
        <translation>开始生成字幕</translation>
    </message>
    <message>
        <source>Stop captioning; the last words still come</source>
        <translation>停止生成字幕，最后几个字仍会出现</translation>
    </message>
    <message>
        <source>Start again as soon as the last words are in</source>
        <translation>收尾后立即重新开始</translation>
    </message>
    <message>
        <source>Do not start again</source>
        <translation>取消重新开始</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>{seconds} s not captioned</source>
        <translation>有 {seconds} 秒没有字幕</translation>
    </message>
    <message>
        <source>not finished</source>
        <translation>未完成</translation>
    </message>
</context>
<context>
    <name>TranscriptList</name>
    <message>
        <source>Transcript</source>
        <translation>字幕记录</translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation>回到最新</translation>
    </message>
    <message numerus="yes">
        <source>Jump to latest · %n new</source>
        <translation>
            <numerusform>回到最新 · %n 条新内容</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranscriptPane</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with times</source>
        <translation>连同时间复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
</TS>
