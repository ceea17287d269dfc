# Pages for what cannot be answered.
trouble-home = 回到首页
trouble-again = 重新加载
trouble-query = 查询登记记录
trouble-sign-in = 去验证身份

trouble-not-found-title = 页面不存在
trouble-not-found-advice = 链接可能已失效，或登记已被删除。可以从首页重新进入。
trouble-forbidden-title = 没有权限查看
trouble-forbidden-advice = 这项内容需要相应的岗位权限。如确需查看，可向本单位管理员申请。
trouble-signed-out-title = 请先验证身份
trouble-signed-out-advice = 登录已过期或尚未登录。验证身份后可以继续。
trouble-stale-form-title = 页面已过期
trouble-stale-form-advice = 这个页面打开的时间太久，或登录状态已经改变，刚才的操作没有执行。请返回上一页，刷新后再提交一次。
trouble-malformed-title = 请求无法识别
trouble-malformed-advice = 浏览器发来的内容不完整。请返回上一页重试。
trouble-too-large-title = 内容太大
trouble-too-large-advice = 提交的内容超出了大小限制。照片请不超过 10 MB，然后返回上一页重试。
trouble-too-many-title = 尝试次数过多
trouble-too-many-advice = 为保护信息安全，请等待一段时间后再试。
trouble-wrong-method-title = 不能这样打开
trouble-wrong-method-advice = 这个地址只用于提交内容，不能直接打开。可以从首页重新进入。
trouble-timeout-title = 等待超时
trouble-timeout-advice = 内容没有在规定时间内传完。请检查网络后重试。
trouble-refused-title = 无法完成
trouble-refused-advice = 当前状态下无法完成这项操作。
trouble-failed-title = 系统暂时无法完成
trouble-failed-advice = 已经保存的内容不受影响，请稍后再试。仍不行时，请把编号 <b class="mono">{ $number }</b> 告诉管理员。
