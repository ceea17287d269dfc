# Units, and what imports from a spreadsheet share.
units-title = Units
units-about = The faculties and offices of the university; registrations, approvals and roles belong to units.
units-new = Add a unit
units-import = Import a sheet
units-name = Name
units-name-zh = Chinese name
units-name-en = English name
units-name-en-hint = Empty: the Chinese name is used
units-code = Code
units-code-hint = 1 to 20 letters, digits, dots, hyphens or underscores; unique on campus
units-parent = Unit above
units-top = None (top of the tree)
units-state = State
units-active = In use
units-closed = Closed
units-active-label = People can be registered with it
units-active-yes = Yes
units-active-hint = A closed unit stays for the records that name it, and cannot be chosen any more
units-edit = Edit
units-save = Save
units-none-title = No unit yet
units-none = Add them one by one, or fill in the template and import it.
units-holders = Roles in this unit
units-no-holders = Nobody holds a role in this unit yet.
units-staff = Accounts of this unit
units-staff-link = See the accounts of this unit
units-done-added = The unit is added.
units-done-changed = The unit is saved.
units-import-title = Import units
units-import-1 = Download the template and fill it in: one row for each unit.
units-import-2 = Known codes get the name and the unit above from the file; unknown ones are added. Columns and units that are not in the file stay as they are.
units-import-3 = The unit above may stand in a later row; an empty code above means the top of the tree.

import-template = Download the template
import-choose = Choose the sheet
import-file = File
import-file-hint = XLSX, or CSV in UTF-8; at most 5,000 rows and 5 MB
import-button = Import
import-how = What will happen
import-all-or-nothing = If any row is wrong, nothing of the file is taken over, and every mistake is listed by row and column.
import-done = Imported
import-counts = { $added } added, { $changed } changed.
import-roles-given = { $n ->
    [one] 1 role given.
   *[other] { $n } roles given.
}
import-roles-left = { $n ->
    [one] 1 role is left: the security administrator has to import the same file.
   *[other] { $n } roles are left: the security administrator has to import the same file.
}
import-refused = { $n ->
    [one] 1 mistake; nothing was imported
   *[other] { $n } mistakes; nothing was imported
}
import-refused-about = Please mend the sheet and import the whole file again.
import-problems = Mistakes
import-row = Row
import-row-number = Row { $n }
import-column = Column
import-problem = What is wrong
import-more = { $n } more are not listed.
import-column-code = Unit code
import-column-name-zh = Chinese name
import-column-name-en = English name
import-column-parent = Code of the unit above
import-column-login = Account
import-column-name = Name
import-column-phone = Phone
import-column-email = E-mail
import-column-unit = Unit code
import-column-role = Role
import-column-role-unit = Unit code of the role
