# The frame of every page: bars, menus, forms, times.
product-name = Tongxing
skip-to-content = Skip to the content
back = Back
close = Close
cancel = Cancel
more = More
actions = Actions
place = You are here
main-navigation = Main navigation
quick-navigation = Quick navigation
tasks-waiting = tasks waiting
messages-unread = unread
messages-label = { $n ->
    [0] Messages
   *[other] Messages, { $n } unread
}
search-everywhere = Search
search-persons = People: name, document, phone
account-menu = { $name }, account menu
account-own = Account and security
sign-out = Sign out

menu-office = My work
menu-desk = Service hall
menu-tasks = To do
menu-done = Done
menu-messages = Messages
menu-business = Services
menu-applications = All applications
menu-persons = Other personnel
menu-vehicles = Vehicle permits
menu-operation = Operation
menu-deliveries = Deliveries
menu-units = Units and people
menu-accounts = Accounts
menu-audit = Audit log
menu-fold = Close the menu
menu-tab-desk = Hall
menu-tab-tasks = To do
menu-tab-done = Done
menu-tab-messages = Messages
menu-tab-services = Services
menu-tab-mine = Mine

field-choose = Please choose
field-search = Type to filter
form-problems = { $n ->
    [one] 1 thing to correct
   *[other] { $n } things to correct
}
form-problem = { $label }: { $message }
steps-label = Registration, step { $n } of { $all }
steps-done = Done:
flow-scroll = Process diagram, scrolls sideways
filter = Filter
filter-all = { $label }: all
pager = Pages
pager-previous = Previous
pager-next = Next

plate-keyboard = Plate keyboard
plate-backspace = Delete the last character
plate-done = Done

when-today = Today { $time }
when-yesterday = Yesterday { $time }
when-moment = less than 1 minute
when-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
when-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
when-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
when-date = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}, { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
