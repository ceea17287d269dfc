# The first page on a phone, and the page of display settings.
home-title = 校园通行
home-tagline = 校园通行服务
home-greeting = 您好，今天要办什么？
home-services = 办理
home-query = 查询登记记录
home-query-about = 凭姓名和证件号查看登记与审批进展
home-mine = 我的
home-my-applications = 我的登记
home-draft = 继续填写草稿
home-notices = 须知
home-privacy = 个人信息如何使用、保存和删除
home-prefs = 显示与语言 Language
home-staff = 在校职工请从办事大厅办理
home-contact = 登记与审批咨询：{ $contact }

prefs-title = 显示设置
prefs-size = 文字大小
prefs-normal-size = 标准
prefs-care-mode = 关怀模式
prefs-theme = 外观
prefs-auto = 跟随系统
prefs-light = 浅色
prefs-dark = 深色
prefs-language = 语言
prefs-other-language = English
prefs-kept = 设置保存在这台设备的浏览器中，不含个人信息。

privacy-title = 个人信息保护
privacy-none = 目前没有需要收集个人信息的事项
privacy-none-about = 开放登记后，这里会说明收集哪些信息、用于什么、保存多久。
