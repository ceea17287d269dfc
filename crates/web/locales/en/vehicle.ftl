# 车辆通行: the permits, and taking one back.
vehicle-list-title = Vehicle permits
vehicle-list-about = Approved plates are delivered to the vehicle management system by themselves.
vehicle-list-none = No vehicle matches
vehicle-list-none-about = The first characters of a plate are enough.
vehicle-list-shown = { $n } on this page
vehicle-search = Plate, or its beginning
vehicle-plate = Plate
vehicle-holder = Holder
vehicle-delivery = Delivery
vehicle-delivery-none = Not connected
vehicle-withdraw = Withdraw

permit-state-not-yet-valid = Not yet valid
permit-state-active = Active
permit-state-suspended = Suspended
permit-state-expired = Expired
permit-state-withdrawn = Withdrawn

ask-withdraw-title = Withdraw a vehicle permit
ask-withdraw-about = { $plate } may not enter from now on and is removed from the vehicle management system. This cannot be undone. { $name } may still enter without it.
ask-withdraw-ok = Withdraw
ask-withdraw-reason = Reason for withdrawing
ask-withdraw-usual =
    Another vehicle now
    The plate was wrong
    Does not drive here any more
