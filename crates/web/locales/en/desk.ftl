# The portal's first page.
desk-morning = Good morning, { $name }
desk-afternoon = Good afternoon, { $name }
desk-evening = Good evening, { $name }
desk-waiting = { $n ->
    [0] nothing waits for you
    [one] 1 task waits for you
   *[other] { $n } tasks wait for you
}
desk-all-tasks = All { $n }
desk-all = All
desk-no-tasks = Nothing waits for you. New applications will appear here.
desk-no-notices = No messages.
desk-matter = What
desk-step = Step
desk-arrived = Arrived
desk-decide = Open
desk-shortcuts = Shortcuts
desk-overview = At a glance
desk-done-this-week = Done this week
desk-unread = Unread messages
desk-filed = Filed by me
desk-new = New
desk-about-persons = See records; suspend, renew, end
desk-about-vehicles = See permitted vehicles and how long
desk-about-deliveries = See what was sent to other systems; send again
desk-about-units = Look after the tree of units; import a sheet
desk-about-accounts = Open accounts; give and take roles
desk-about-audit = Who did what and when; check that it is whole

