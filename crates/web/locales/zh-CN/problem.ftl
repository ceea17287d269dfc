# What is wrong with something typed. One sentence for every code of tongxing_domain::problem::CODES: what, where, what to do.

## Free text
problem-text-empty = 请填写此项
problem-text-too-long = 最多 { $max } 个字，现在是 { $count } 个字，请缩短
problem-text-line-break = 第 { $position } 个字符是换行，请写在一行内
problem-text-control-character = 第 { $position } 个字符是无法保存的控制字符，请删除后重新输入
problem-text-invisible-character = 第 { $position } 个字符看不见（如零宽字符），请删除后重新输入
problem-text-private-use-character = 第 { $position } 个字是旧系统的自造字，请改用标准汉字
problem-text-unreadable-character = 第 { $position } 个字符是乱码，请重新输入

## Periods
problem-period-end-before-start = 结束日期不能早于开始日期，请核对
problem-period-out-of-calendar = 日期超出可填写的范围，请核对

## Names
problem-name-empty = 请填写姓名
problem-name-too-short = 姓名至少两个字，请填写证件上的全名
problem-name-too-long = 姓名最多 { $max } 个字，现在是 { $count } 个字，请核对
problem-name-character = 姓名第 { $position } 个字不能是“{ $character }”，请按证件填写
problem-name-separator-at-edge = 间隔号“·”不能在姓名的开头或末尾
problem-name-separator-doubled = 姓名中有两个间隔号“·”相连，请保留一个
problem-name-no-letter = 姓名中没有文字，请按证件填写

## Phone numbers
problem-phone-empty = 请填写手机号
problem-phone-character = 手机号只能是数字，不能有“{ $character }”，请核对
problem-phone-length = 手机号应为 11 位，现在是 { $count } 位
problem-phone-not-mobile = 请填写手机号，手机号以 13 至 19 开头
problem-phone-not-mainland = 此处请填写中国内地手机号
problem-phone-country-code = 请以加号和国家或地区代码开头，例如 +852
problem-phone-international-length = 号码连同国家或地区代码应为 8 至 15 位，现在是 { $count } 位

## E-mail addresses
problem-email-empty = 请填写电子邮箱
problem-email-character = 电子邮箱中不能有“{ $character }”，请核对
problem-email-too-long = 电子邮箱最多 254 个字符，请核对
problem-email-no-at = 电子邮箱中缺少 @，请填写完整地址
problem-email-local-part = 电子邮箱 @ 前面的部分不正确，请核对
problem-email-domain = 电子邮箱 @ 后面的域名不正确，请填写完整，例如 name@example.cn

## Identity documents
problem-document-empty = 请填写证件号
problem-document-length = 证件号应为 { $expected } 位，现在是 { $count } 位，请核对
problem-document-length-between = 证件号应为 { $min } 至 { $max } 位，现在是 { $count } 位，请核对
problem-document-first-generation = 15 位身份证号已停用，请填写 18 位身份证号
problem-document-not-digit = 证件号第 { $position } 位应为数字，不能是“{ $character }”
problem-document-last-character = 证件号最后一位只能是数字或字母 X，不能是“{ $character }”
problem-document-character = 证件号第 { $position } 位只能是字母或数字，不能是“{ $character }”
problem-document-province = 证件号中的省份代码“{ $code }”不存在，请核对
problem-document-impossible-date = 证件号中的出生日期 { $year }年{ $month }月{ $day }日不存在，请核对第 7 至 14 位
problem-document-future-date = 证件号中的出生日期 { $year }年{ $month }月{ $day }日还没有到，请核对第 7 至 14 位
problem-document-check-digit = 第 18 位校验码不正确，请核对
problem-document-residence-permit-area = 港澳台居民居住证号应以 810000、820000 或 830000 开头，请核对
problem-document-permanent-residence-start = 外国人永久居留身份证号应以 9 开头；旧版卡片为 3 个字母加 12 位数字，请核对
problem-document-permanent-residence-country = 证件号第 4 至 6 位的国家代码不正确，请核对
problem-document-other-type = 这是{ $type ->
    [resident_id] 居民身份证
    [hmt_residence_permit] 港澳台居民居住证
    [fpr_id] 外国人永久居留身份证
   *[other] 另一种证件
}的号码，请改选证件类型
problem-document-exit-permit = 往来港澳通行证不能用于登记，请改用居民身份证或护照
problem-document-form = { $type ->
    [hkm_travel_permit] 港澳居民来往内地通行证号为字母 H 或 M 加 8 位数字，请核对
    [tw_travel_permit] 台湾居民来往大陆通行证号为 8 位数字，请核对
    [fpr_id] 外国人永久居留身份证号为 9 开头的 18 位号码；旧版卡片为 3 个字母加 12 位数字，请核对
    [passport_cn] 护照号为字母 E 加 8 位数字，或 E 加一个字母（没有 I、O）加 7 位数字；公务护照为 SE、DE、PE 加 7 位数字，请核对
   *[other] 证件号的格式不正确，请核对
}
problem-document-gender-differs = 性别与身份证号不一致
problem-document-birth-date-differs = 出生日期与身份证号不一致

## Plates
problem-plate-empty = 请填写车牌号
problem-plate-no-vehicle = 没有车辆时请不要填写此项
problem-plate-length = 车牌应为 7 位，新能源车牌为 8 位，现在是 { $count } 位
problem-plate-province = 车牌不能以“{ $character }”开头，请从省份简称开始填写
problem-plate-issuing-letter = 车牌第 2 位应为字母，不能是“{ $character }”
problem-plate-letter = 车牌第 { $position } 位不能是字母 { $letter }
problem-plate-character = 车牌第 { $position } 位不能是“{ $character }”，请核对
problem-plate-not-digit = 车牌第 { $position } 位应为数字，不能是“{ $character }”
problem-plate-too-many-letters = 车牌后 5 位最多有 2 个字母，现在有 { $count } 个，请核对
problem-plate-new-energy-letter = 8 位车牌的第 3 位或第 8 位应为 A、B、C、D、E、F、G、H、J、K 之一，请核对
problem-plate-suffix-length = 以“{ $suffix }”结尾的车牌应为 7 位，现在是 { $count } 位
problem-plate-suffix-needs-guangdong-z = 以“{ $suffix }”结尾的车牌应以“粤Z”开头，请核对
problem-plate-guangdong-z-needs-suffix = “粤Z”开头的车牌应以“港”或“澳”结尾，请核对
problem-plate-embassy = 使馆车牌为 6 位数字加“使”；旧式号牌请把颜色选为“其他”
problem-plate-consulate = 领馆车牌为省份简称、3 位数字、2 位字母或数字加“领”；旧式号牌请把颜色选为“其他”
problem-plate-emergency = 应急救援车牌为省份简称、字母 X 或 S、4 位数字加“应急”，请核对
problem-plate-wujing = 武警车牌为 WJ、省份简称、4 位数字和 1 位数字或字母，请核对
problem-plate-military = 以字母开头的军车号牌为 2 个字母加 5 位数字；其他车牌请从省份简称开始填写
problem-plate-other-form = 其他号牌应为 3 至 12 位汉字、字母和数字，其中至少有一位数字

## Reasons
problem-reason-missing = 请输入原因

## People and vehicles on the record
problem-person-ended = 此人员已注销，如需再次进校请重新登记
problem-person-already-suspended = 此人员已处于暂停状态
problem-person-not-suspended = 此人员没有被暂停，无需恢复
problem-person-not-longer = 新的截止日期应晚于现在的截止日期和今天，请核对
problem-person-too-late-to-renew = 在校时间结束已超过 { $days } 天，请重新登记
problem-permit-already-withdrawn = 此车辆的通行授权已收回
problem-permit-not-longer = 新的截止日期应晚于现在的截止日期，请核对

## Deliveries
problem-delivery-already-confirmed = 对方系统已经确认，无需再次下发
problem-delivery-superseded = 内容已有更新，以最新一次下发为准
problem-delivery-not-sent = 尚未发送，不能确认

## Grey notes for reviewers
problem-note-age-over-120 = 按证件号推算为 { $age } 岁，请核对证件照片
problem-note-age-under-14 = 未满 14 周岁（{ $age } 岁），需要监护人同意
problem-note-area-not-current = 地区代码 { $area } 不在现行区划中，可能是首次登记时的旧代码
problem-note-document-probably-expired = G 字头护照均已过有效期，请核对证件照片
problem-note-document-not-checked = 此类证件号无法自动核对，请核对证件照片
problem-note-plate-not-checked = 号牌不在标准格式内，未作核对
problem-note-plate-letter-not-listed = 发牌机关代号不在已知列表中，请留意
problem-note-plate-unusual-colour = 号牌颜色与号牌种类通常的颜色不同，请留意
