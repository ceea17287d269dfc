# Messages in the portal. One sentence for every kind of tongxing_usecases::notification::Kind.
notification-title = Messages
notification-unread = { $n ->
    [0] No unread messages
    [one] 1 unread
   *[other] { $n } unread
}
notification-read-all = Mark all as read
notification-new = New
notification-today = Today
notification-earlier = Earlier
notification-empty = No messages
notification-empty-about = New tasks and news of applications appear here.
notification-reason = Reason: { $reason }

notification-task-arrived = A new task for you
notification-urged = A reminder
notification-task-taken-back = A task was taken back
notification-task-void = A task needs no decision any more
notification-copied = A copy for you
notification-application-returned = An application was returned for changes
notification-application-approved = An application was approved
notification-application-rejected = An application was not approved
notification-application-terminated = An application was terminated
notification-revealed = Somebody viewed your full information
notification-password-reset = An administrator reset your password. If you did not ask for it, contact the system administrator
