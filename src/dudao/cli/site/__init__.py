"""`dudao site …`: the commands that run the site."""

from dudao.cli.words import LazyGroup

COMMANDS = {
    "serve": "在本机启动网站，并给出一次性登录链接",
    "link": "再给一个一次性登录链接",
    "people": "单位人员表：检查、带入、写出",
    "backup": "备份：网站开着也行",
    "restore": "由备份恢复到一个空文件夹",
    "drill": "恢复演练：证明备份恢复得了",
    "log": "操作日志：核对、检查点",
}

command = LazyGroup(name="site", package="dudao.cli.site", commands=COMMANDS, help="运行网站。")
