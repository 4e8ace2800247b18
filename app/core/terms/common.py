"""Words so common that whoever says them nearly always means them, whatever they sound like."""

from __future__ import annotations

from typing import Final

# Grammar first, then what people do, have, count, see, use and name all day.
_ENGLISH: Final = frozenset(
    """
    a an the this that these those here there where when why how what who whom whose which while
    i me my mine myself you your yours yourself he him his himself she her hers herself it its
    itself we us our ours ourselves they them their theirs themselves one ones someone somebody
    something anyone anybody anything everyone everybody everything nobody nothing none
    and or but nor so yet if then else than because since until till unless though although
    however therefore thus hence whether either neither both each every all any some many much
    more most few fewer less least several enough other others another same such own
    of in on at to for from with without within by about above across after against along among
    around as before behind below beneath beside besides between beyond despite down during
    except inside into like near next off onto out outside over past per through throughout
    toward towards under up upon via
    am is are was were be been being isn't aren't wasn't weren't do does did done doing don't
    doesn't didn't have has had having haven't hasn't hadn't will would won't wouldn't can could
    can't cannot couldn't shall should shouldn't may might must let let's lets
    i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'll
    it'd we're we've we'd we'll they're they've they'd they'll that's that'll there's here's
    what's who's where's how's gonna wanna gotta ain't
    not no yes never ever always often sometimes usually again already also almost alone
    altogether away back else even far forward hardly indeed instead just later maybe merely
    nearly now nowadays once only perhaps please probably quite rather really right left soon
    still together today tomorrow tonight too twice very well yesterday oh ah um uh hey hi hello
    okay ok yeah yep nope thanks thank sorry welcome goodbye bye wow
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred thousand million billion first second third fourth fifth last half quarter
    double single pair dozen number numbers
    say says said saying tell tells told telling talk talks talked talking speak speaks spoke
    spoken speaking ask asks asked asking answer answers answered call calls called calling
    go goes went gone going come comes came coming get gets got gotten getting give gives gave
    given giving take takes took taken taking make makes made making put puts putting set sets
    setting keep keeps kept keeping hold holds held holding bring brings brought bringing
    send sends sent sending show shows showed shown showing see sees saw seen seeing look looks
    looked looking watch watched watching hear hears heard hearing listen listened listening
    feel feels felt feeling think thinks thought thinking know knows knew known knowing learn
    learned learning teach taught teaching understand understood mean means meant meaning
    believe believed remember forget forgot guess hope hoped wish want wants wanted wanting need
    needs needed like likes liked love loves loved hate hated try tries tried trying help helps
    helped helping use uses used using work works worked working play plays played playing run
    runs ran running walk walked walking stand stands stood standing sit sits sat sitting lie
    lies lay lying lay fall falls fell fallen falling rise rose risen raise raised drop dropped
    turn turns turned turning move moves moved moving change changes changed changing start
    starts started starting begin begins began begun beginning stop stops stopped stopping end
    ends ended ending finish finished open opens opened opening close closes closed closing
    leave leaves leaving stay stays stayed live lives lived living die died dying dead
    meet meets met meeting join joined follow follows followed following lead leads led leading
    pass passed passing cross crossed reach reached read reads reading write writes wrote
    written writing spell draw drew drawn drawing cut cuts cutting break breaks broke broken
    breaking build builds built building fix fixed grow grows grew grown growing buy buys bought
    buying sell sells sold selling pay pays paid paying cost costs spend spent save saved lose
    loses lost losing win wins won winning find finds found finding search searched choose chose
    chosen choosing pick picked wait waits waited waiting wear wore worn eat eats ate eaten
    eating drink drank drunk sleep slept wake woke drive drives drove driven driving ride rode
    fly flew flying carry carried catch caught throw threw thrown push pushed pull pulled hit
    hits beat kill killed fight fought fighting share shared allow allowed happen happens
    happened seem seems seemed become becomes became appear appears appeared add adds added
    include includes included contain contains provide provides provided create creates created
    return returns returned require requires required expect expected explain explained describe
    check checks checked test tests tested testing plan plans planned report reports reported
    time times day days night nights morning afternoon evening week weeks month months year years
    hour hours minute minutes second seconds moment date dates age ages monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september
    october november december spring summer autumn winter
    man men woman women person people child children boy boys girl girls baby kid kids guy guys
    mother father mom dad mum parent parents son sons daughter brother sister husband wife uncle
    aunt friend friends family name names mister miss doctor doctors teacher student students
    king queen prince lord god president minister soldier police judge boss
    head face eye eyes ear ears nose mouth hair hand hands arm arms leg legs foot feet heart hearts
    body blood bone skin brain voice mind back soul spirit
    house houses home homes room rooms door doors window wall walls floor roof kitchen bed table
    chair desk street road roads way ways city cities town towns village country countries state
    states world worlds earth land sea lake river water air fire wind rain snow ice sun moon star
    stars sky light lights dark night field hill mountain tree trees wood woods leaf flower grass
    stone sand gold silver iron rock place places side sides part parts top bottom middle front
    center centre corner edge line lines point points north south east west area space
    school schools class classes course lesson university college office job jobs business
    company companies market money bank price prices bill bills dollar dollars pound tax trade
    store shop shops product products service services team teams group groups member members
    party government law laws court case cases right rights power order orders war wars peace
    army force forces attack police vote public private
    car cars bus train trains plane ship ships boat bike wheel bridge station airport
    food bread meat fish milk tea coffee sugar salt oil egg fruit apple lunch dinner meal
    dog dogs cat cats horse horses bird birds cow sheep pig animal animals
    book books page pages paper papers letter letters word words story stories news picture
    pictures image images photo film movie video music song songs sound sounds art game games
    ball sport phone phones computer computers machine machines screen key keys button file files
    folder list lists link links text texts table data type types kind kinds sort form forms
    size shape color colour box bag cup glass bottle clothes shirt shoe shoes dress hat ring
    thing things stuff matter reason reasons fact facts idea ideas problem problems question
    questions example examples result results effect cause case sense truth true false lie
    life death birth health care pain sick ill hurt safe safety danger risk chance luck
    good better best bad worse worst great big bigger biggest large larger small smaller little
    long longer short shorter high higher low lower tall deep wide thin thick heavy light
    strong weak hard harder soft fast faster slow slower quick early late new newer old older
    young hot cold warm cool wet dry clean dirty full empty open rich poor cheap free busy easy
    easier difficult simple clear clearly sure certain possible impossible able likely real
    important special different similar common general main major minor whole total entire
    complete final clear bright black white red green blue yellow brown grey gray pink
    nice fine kind happy sad angry afraid glad proud tired hungry funny strange wrong beautiful
    pretty ugly sweet crazy stupid smart wise fair honest quiet loud bit lot lots bunch piece
    pieces rest level levels step steps stage program programs system systems process method
    value values code function object error default option local global server client user users
    version copy support control center current present past future history science nature human
    social common local national international american english french german chinese
    language languages culture church holy lady gentleman sir madam dear dream dreams sign signs
    note notes marine mark marks grace rose will bill may june art jean faith joy
    wonder wonderful surprise smile laugh laughed cry cried kiss touch taste smell press
    base based rate rates term terms unit units area model models design project projects plan
    study studies research paper field author title chapter section figure index
    season seasons weather storm cloud clouds heat hope despair age epoch fortune company
    round square circle straight direct directly exactly especially actually basically certainly
    finally generally particularly recently simply suddenly slightly currently
    """.split()  # noqa: SIM905
)

# The grammar of other languages in Latin letters: there it is what sounds like short terms.
_ELSEWHERE: Final = frozenset(
    """
    der die das den dem des ein eine einen einem einer eines kein keine und oder aber doch denn
    weil dass wenn als wie wo was wer wen wem ich du er sie es wir ihr mich mir dich dir ihn ihm
    uns euch sich mein dein sein unser euer ihre ihrer ihren meine seine ist sind war waren bin
    bist hat habe haben hatte wird werden wurde kann können muss soll will nicht nichts nur auch
    noch schon sehr so da dann hier dort jetzt mehr immer wieder ganz gut in im an am auf aus bei
    beim mit nach von vom vor zu zum zur über unter für um durch ohne gegen bis seit ja nein mal
    le la les un une des du de au aux et ou mais donc car ni que qui quoi dont où si ne pas plus
    je tu il elle on nous vous ils elles me te se lui leur moi toi mon ton son ma ta sa mes tes
    ses nos vos notre votre leurs ce cet cette ces ça cela est sont était être suis es sommes ai
    as avons avez ont avait avoir fait faire dit peut va vont bien très tout tous toute toutes
    dans sur sous avec sans pour par en chez vers entre comme quand même aussi alors encore oui
    el los las una unos unas lo del al y o pero porque como cuando donde quien cual no sí yo tú él
    ella usted nosotros ellos ellas mi su sus le les nos se te ti este esta esto ese esa eso estos
    esas aquel es son era fue ser soy eres está están estar hay ha he han hacer hace tiene puede
    muy más menos ya todo toda todos otra otro sobre con sin por para entre hasta desde también
    il lo gli i uno una di da dei del della delle dal nel nella al alla ai sul e ed ma se che chi
    cui non io tu lui lei noi voi loro mi ti ci vi si mio tuo suo questo questa quello quella è
    sono era essere ho hai ha abbiamo hanno fare fatto può più molto anche come quando dove perché
    os as um uma uns do da dos das no na nos nas ao pelo pela e mas que quem não eu ele ela nós
    eles elas meu seu sua isso isto este esta é são foi ser está tem ter vai muito mais já também
    de het een en of maar want dat die dit wie wat waar hoe niet geen ik jij je hij zij ze wij we
    jullie hun hen mij hem haar ons mijn zijn is was waren ben bent heeft hebben had wordt worden
    kan moet zal wil naar van voor met op aan in uit bij over door om tot te er daar hier nu nog
    ook al wel meer maar heel goed als dan toch i w z na do od po za nie to że się jest są był ale
    jak co kto tak już tylko och att det som är inte jag du han hon vi ni den av på med för till om
    """.split()  # noqa: SIM905
)

COMMON_WORDS: Final = _ENGLISH | _ELSEWHERE

# Characters of grammar, of pointing and of everyday verbs: two of them in a row are a phrase.
COMMON_HAN: Final = frozenset(
    "的了是在我你您他她它们不没有这那就也都还又再和与跟及或但而把被让给对向从到很太最更只"
    "才已会能要想去来说看做用得着过吗呢吧啊个些里上下中前后内外大小多少一二三四五六七八九十"
    "可以为因所如果什么怎样时间人年月日天今明昨好新为其之于则此该每各另本"
)

# Everyday words of two characters, which a term of the same sound is not more likely than.
COMMON_HAN_WORDS: Final = frozenset(
    """
    字母 数字 文字 名字 句子 词语 单词 文章 文件 文化 历史 故事 事实 事实上 实际 实现 实施 实时 时代
    时候 时期 世界 世纪 社会 社区 设计 设备 设置 涉及 公司 公共 公开 公式 工人 工具 工程 工业 工资
    经济 经过 经验 经营 精神 精力 竞争 警察 政府 政策 政治 整个 整理 正式 正常 正确 证明 支持 直接
    职业 只是 至少 制度 制造 知识 指出 指导 治疗 质量 智能 重要 重点 中心 中央 主要 主任 主题 注意
    住房 专业 专家 转变 装备 状态 准备 资料 资源 资金 自己 自然 自由 综合 总统 总是 组织 作业 作用
    作者 坐下 理事 理解 理想 理论 力量 立即 利益 利用 例如 例子 连接 联系 联合 练习 粮食 领导 流行
    路线 录音 旅游 绿色 离开 离婚 历来 里面 黎明 美丽 美国 密码 秘书 面积 民族 明显 名称 模式 目标
    目的 目前 目录 木头 内容 能力 能够 年轻 农村 农民 女士 培训 朋友 批评 平台 平时 评价 普通 期间
    其实 其他 企业 起来 气候 情况 请求 请问 区别 全部 权力 权利 确定 确实 人民 人员 认识 认真 任务
    任何 日常 日期 容易 如果 深入 身体 身份 生产 生活 生意 声音 胜利 失败 实力 使用 市场 事情 事业
    适合 试验 实验 收入 手机 数据 水平 思想 私人 死亡 四周 素质 速度 虽然 特别 提高 提供 题目 体育
    天气 条件 通过 同时 同意 统一 突然 图片 团队 外国 完成 完全 晚上 网络 往往 危险 微笑 未来 位置
    温度 文明 问题 无法 物质 西方 希望 系统 下面 先生 现代 现在 现象 相信 相关 想法 项目 消息 小时
    小学 校长 效果 新闻 心理 信息 形成 行动 行为 形式 性格 幸福 需要 许多 学生 学习 学校 研究 严重
    眼睛 要求 一般 一定 医生 医院 已经 以后 以前 以为 艺术 意见 意思 意义 因此 引起 影响 应该 应用
    英语 营养 拥有 永远 用户 优势 由于 游戏 有关 有限 语言 原因 原则 愿意 运动 运行 杂志 再次 早上
    责任 增加 战争 掌握 招待 照片 这样 真正 政权 支付 招商 杰出 安全 按照 办法 帮助 保持 保护 报告
    北京 本来 比较 毕业 变化 标准 表示 表现 并且 部分 部门 材料 参加 产品 产生 长期 场所 超过 成功
    成为 城市 程度 程序 传统 创造 春天 从事 存在 措施 达到 大概 代表 单位 当时 导致 道理 得到 地方
    地区 电话 电脑 电视 电影 调查 东西 动物 独立 对于 发生 发现 发展 法律 方法 方面 方式 方向 非常
    费用 分析 丰富 风格 服务 符合 负责 复杂 改变 改革 感觉 感谢 刚才 高兴 各种 根据 工作 功能 共同
    贡献 关系 关于 管理 规定 国际 国家 过程 孩子 好像 合作 和平 后来 互相 华丽 化学 环境 回答 回来
    会议 活动 或者 机会 机器 积极 基本 基础 及时 级别 集中 几乎 计划 计算 记录 记者 技术 继续 加强
    家庭 价格 坚持 简单 建立 建设 建议 将来 教授 教育 结果 结构 解决 介绍 今年 今天 紧张 进行 进入
    科学 数学 文学 大学 中学 同学 大家 人家 作家 画家 回家 全家 电子 儿子 房子 女子 男子 王子 桌子
    样子 日子 中国 全国 各国 市长 会长 院长 部长 成长 增长 化为 作为 认为 因为 认定 家里 家人 之家
    国王 女王 名人 发明 说明 明白 明年 天明 安静 平静 冷静
    """.split()  # noqa: SIM905
)
