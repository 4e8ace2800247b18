"""Lists of terms as people would write them down, and how recognisers mis-hear some of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(term.split()) for term in text.replace("、", ",").split(","))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    entries = (entry.partition(":") for entry in text.split(";"))
    return tuple(
        (term.strip(), heard.strip()) for term, _, all_ in entries for heard in all_.split(",")
    )


LISTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "people": _listed(
            """Aoife Brennan, Nguyen Van Thanh, Siddharth, Priya Raghunathan, Wojciech, Zhang Wei,
            Xiaoming, Katarzyna, Mohammed Al-Rashid, Sigrid Lindqvist, Guillaume, Anneliese,
            Bjarne Stroustrup, Chiara Ferrante, Dmitri Volkov, Esteban Quintero, Farrukh, Giulia,
            Hiroshi Tanaka, Ingrid Solberg, Jacinda, Kwame Mensah, Leilani, Mairead, Noor Haddad,
            Oluwaseun, Padraig, Rosalind Franklin, Saoirse, Tomasz Kowalski, Ulrike, Vasquez,
            Yolanda Okafor, Zbigniew, Claire, Jean-Luc Moreau, Stephen Reid, Marin, Catherine Neal,
            Geoffrey, Lindsay, Shaun Wright, Chen Hao, Anika, Rasheed, McAllister, O'Donoghue"""
        ),
        "medicine": _listed(
            """metformin, hydrochlorothiazide, amoxicillin, ibuprofen, atorvastatin, lisinopril,
            levothyroxine, omeprazole, clopidogrel, pantoprazole, escitalopram, gabapentin,
            prednisone, warfarin, apixaban, tachycardia, bradycardia, dyspnea, hemoglobin,
            creatinine, cholecystectomy, laparoscopy, anastomosis, thrombocytopenia, sepsis,
            myocardial infarction, atrial fibrillation, sarcoidosis, Crohn's disease, melanoma,
            metastasis, neutropenia, osteoporosis, psoriasis, sciatica, troponin, vancomycin,
            Parkinson, Alzheimer, Tylenol"""
        ),
        "products": _listed(
            """Kubernetes, Zimu, Terraform, Ansible, Grafana, Prometheus, PostgreSQL, Kafka, Redis,
            Elasticsearch, Anthropic, PyTorch, TensorFlow, Figma, Jira, Confluence, GitLab,
            Jenkins, Istio, etcd, Nginx, RabbitMQ, Cassandra, Databricks, Snowflake, Vercel,
            Supabase, Tailwind, TypeScript, Svelte, Qwen, Whisper, Moonshine, SenseVoice, Zipformer,
            Paraformer, Nvidia, Xilinx, Huawei, Xiaomi, Alibaba, Bytedance, Ubuntu, Debian, Fedora,
            systemd, WebSocket, OAuth, Linux, Docker"""
        ),
        "law": _listed(
            """habeas corpus, amicus curiae, estoppel, subpoena, voir dire, mens rea, certiorari,
            fiduciary, indemnification, tortfeasor, appellant, escrow, lien, easement, probate,
            affidavit, arraignment, Ask Not, stare decisis, pro bono, Miranda, Escobedo,
            Marbury v. Madison, Loving v. Virginia"""
        ),
        "Chinese": _listed(
            """字幕、张三、李四、王小明、陈晓红、欧阳修远、司马懿、刘德华、赵丽颖、周杰伦、黄晓明、吴亦凡、孙悟空、
            诸葛亮、重庆银行、招商局、阿里巴巴、通义千问、华为、小米、字节跳动、腾讯会议、钉钉、飞书、微服务、
            容器编排、卷积神经网络、注意力机制、强化学习、语音识别、端点检测、声纹、阿司匹林、二甲双胍、布洛芬、
            头孢克肟、心房颤动、冠状动脉、血红蛋白、胰岛素、诉讼时效、不当得利、善意取得、缔约过失、刑事拘留、
            取保候审、浦东新区、中关村、朝阳区、石家庄、呼和浩特、乌鲁木齐、哈尔滨、深圳、杭州"""
        ),
        "Chinese names": _listed(
            """李明、王伟、张伟、刘洋、陈静、李娜、王静、张敏、李强、王磊、刘伟、张丽、王芳、李军、张勇、杨洋、
            陈杰、赵敏、周涛、吴磊、徐静、孙丽、马超、朱军、胡歌、郭靖、何炅、高圆圆、林丹、罗翔、梁静、宋佳、
            郑爽、谢娜、韩寒、唐嫣、冯巩、于谦、董卿、萧红、程浩、曹颖、袁弘、邓超、许晴、傅雷、沈腾、曾敏、
            彭于晏、吕布、苏轼、卢俊、蒋欣、蔡琴、贾玲、丁宁、魏晨、薛佳、叶青、阎维文"""
        ),
    }
)

# What was said, and what recognisers make of it that do not know the word.
MISHEARD: Final = _pairs(
    """
    Kubernetes: cooper netties, Kuber Nettys, cuber nettis; Zimu: zoom you, Zemu, zee moo;
    Terraform: terror form; Ansible: and sible, Ansibel; Grafana: graph on a, Graphana;
    Prometheus: Promethius; PostgreSQL: postgres QL; Kafka: Cafka; Redis: Reddis;
    Elasticsearch: elastic search; Anthropic: anthropick; PyTorch: pie torch;
    TensorFlow: tensor flow; Figma: fig ma; Jira: Jeera; GitLab: git lab; Jenkins: Jenkens;
    Databricks: data bricks; Supabase: super base, supa base; TypeScript: type script;
    Svelte: Svelt; Qwen: Quen; Zipformer: zip former; Paraformer: para former;
    Nvidia: in video, Envidia; Huawei: who a way; Xiaomi: shao me; Alibaba: Ali Baba;
    Bytedance: bite dance; Ubuntu: a bun to, Oobuntu; Debian: Debbie Ann; systemd: system dee;
    WebSocket: web socket; metformin: met foreman;
    hydrochlorothiazide: hydro chloral thigh a side; amoxicillin: a moxie sillin;
    ibuprofen: I bew profane; atorvastatin: a tour of a statin; lisinopril: listen a pril;
    levothyroxine: levo thyroxin; omeprazole: oh mep razole; clopidogrel: clopped a grell;
    gabapentin: gabber penton; prednisone: pred nizone; warfarin: war for in;
    apixaban: a picks a ban; tachycardia: tacky cardia; creatinine: creatinin;
    sarcoidosis: sarcoid doses; troponin: tropo nin; vancomycin: Vanco mice in;
    Parkinson: Parkin son; Alzheimer: Altzheimer; Tylenol: tile an all; Siddharth: Sidharth;
    Wojciech: voy check; Katarzyna: Katar zina; Xiaoming: shao ming; Zhang Wei: Jang Way;
    Guillaume: gee home; Bjarne Stroustrup: Bjarn Strostrup; Dmitri Volkov: Dimitri Volkoff;
    Esteban Quintero: Estiban Kintero; Hiroshi Tanaka: Hiroshy Tanaca;
    Ingrid Solberg: Ingrid Solburg; Kwame Mensah: Quame Mensa; Yolanda Okafor: Yolanda Oka for;
    Tomasz Kowalski: Thomas Kovalsky; Catherine Neal: Katherine Neil; Geoffrey: Jeffrey;
    Lindsay: Lindsey; Shaun Wright: Sean Right; Anika: Annika; Rasheed: Rashid;
    McAllister: Mac Allister; O'Donoghue: O'Donohue; Ask Not: as knot;
    habeas corpus: habius corpus; amicus curiae: amicus curry; estoppel: a stop all;
    subpoena: sub pina; voir dire: vwar deer; mens rea: men's rhea; escrow: S crow;
    affidavit: after David; certiorari: sertiorary; Miranda: Meranda; 字幕: 子木, 字木;
    张三: 张山; 王小明: 王晓明, 汪小名; 陈晓红: 陈小红; 欧阳修远: 欧阳休远; 司马懿: 司马易;
    赵丽颖: 赵丽影; 重庆银行: 重庆银杭; 招商局: 招伤局; 通义千问: 同意千问; 字节跳动: 自节跳动;
    腾讯会议: 疼讯会议; 钉钉: 丁丁; 微服务: 为服务; 容器编排: 容器编牌;
    卷积神经网络: 卷机神经网络; 注意力机制: 注意力机智; 强化学习: 墙化学习; 端点检测: 短点检测;
    声纹: 声文, 生纹; 二甲双胍: 二甲双瓜; 布洛芬: 布罗芬; 头孢克肟: 头包克沃, 头孢克我;
    心房颤动: 新房颤动; 胰岛素: 移岛素; 诉讼时效: 诉讼实效; 缔约过失: 地约过失;
    取保候审: 取保后审; 中关村: 中官村; 石家庄: 十家庄; 乌鲁木齐: 乌鲁木其; 哈尔滨: 哈尔宾;
    深圳: 深镇, 生镇; 杭州: 航州; 诸葛亮: 朱葛亮;
    张伟: 张威; 陈静: 陈敬; 李娜: 李那; 郭靖: 郭静; 冯巩: 冯拱; 彭于晏: 彭鱼燕; 阎维文: 严维文;
    魏晨: 卫晨; 董卿: 董青; 薛佳: 薛家; 曾敏: 增敏; 罗翔: 罗祥; 何炅: 何窘; 宋佳: 宋加
    """
)
