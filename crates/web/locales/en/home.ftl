# The first page on a phone, and the page of display settings.
home-title = Campus access
home-tagline = Campus access services
home-greeting = Hello, what would you like to do?
home-services = Services
home-query = Find my registration
home-query-about = See its progress with your name and document number
home-mine = Mine
home-my-applications = My registrations
home-draft = Go on with your form
home-notices = Good to know
home-privacy = How personal information is used, kept and deleted
home-prefs = Display and language 语言
home-staff = Staff: please use the service hall
home-contact = Questions about registration: { $contact }

prefs-title = Display
prefs-size = Text size
prefs-normal-size = Standard
prefs-care-mode = Large text
prefs-theme = Appearance
prefs-auto = As the system
prefs-light = Light
prefs-dark = Dark
prefs-language = Language
prefs-other-language = 简体中文
prefs-kept = Your choice is kept in this browser and holds nothing personal.

privacy-title = Personal information
privacy-none = No service asks for personal information at present
privacy-none-about = Once one does, this page says what is asked, why, and how long it is kept.
