# What is wrong with something typed. One sentence for every code of tongxing_domain::problem::CODES: what, where, what to do.

## Free text
problem-text-empty = Please fill in this field
problem-text-too-long = At most { $max } characters are possible and there are { $count }; please shorten the text
problem-text-line-break = Character { $position } is a line break; please write on one line
problem-text-control-character = Character { $position } is a control character that cannot be kept; please delete it and type again
problem-text-invisible-character = Character { $position } is invisible (zero width, for example); please delete it and type again
problem-text-private-use-character = Character { $position } is a home-made character of an old system; please type the standard one
problem-text-unreadable-character = Character { $position } is unreadable; please type it again

## Periods
problem-period-end-before-start = The last day cannot be before the first day; please check
problem-period-out-of-calendar = The date is outside the possible range; please check

## Names
problem-name-empty = Please fill in the name
problem-name-too-short = A name has at least two characters; please give the full name as on the document
problem-name-too-long = A name has at most { $max } characters and there are { $count }; please check
problem-name-character = Character { $position } of the name cannot be “{ $character }”; please write the name as on the document
problem-name-separator-at-edge = The separator “·” cannot be the first or last character of a name
problem-name-separator-doubled = There are two separators “·” side by side; please keep one
problem-name-no-letter = The name contains no letter; please write the name as on the document

## Phone numbers
problem-phone-empty = Please fill in the mobile number
problem-phone-character = A mobile number has only digits and cannot contain “{ $character }”; please check
problem-phone-length = A mobile number has 11 digits; the number of digits here is { $count }
problem-phone-not-mobile = Please give a mobile number; these begin with 13 to 19
problem-phone-not-mainland = Please give a mobile number of the Chinese mainland here
problem-phone-country-code = Please begin with a plus sign and the country or region code, for example +852
problem-phone-international-length = With the country or region code a number has 8 to 15 digits; the number of digits here is { $count }

## E-mail addresses
problem-email-empty = Please fill in the e-mail address
problem-email-character = An e-mail address cannot contain “{ $character }”; please check
problem-email-too-long = An e-mail address has at most 254 characters; please check
problem-email-no-at = The @ is missing; please give the full e-mail address
problem-email-local-part = The part before the @ is not correct; please check
problem-email-domain = The domain after the @ is not correct; please give the full address, for example name@example.cn

## Identity documents
problem-document-empty = Please fill in the document number
problem-document-length = The document number has { $expected } characters; the number of characters here is { $count }
problem-document-length-between = The document number has { $min } to { $max } characters; the number of characters here is { $count }
problem-document-first-generation = Identity numbers of 15 digits are no longer in use; please give the one of 18 digits
problem-document-not-digit = Character { $position } of the document number is a digit and cannot be “{ $character }”
problem-document-last-character = The last character of the document number is a digit or the letter X and cannot be “{ $character }”
problem-document-character = Character { $position } of the document number is a letter or digit and cannot be “{ $character }”
problem-document-province = There is no province code “{ $code }”; please check the document number
problem-document-impossible-date = The birth date { $year }-{ $month }-{ $day } in the document number does not exist; please check characters 7 to 14
problem-document-future-date = The birth date { $year }-{ $month }-{ $day } in the document number lies in the future; please check characters 7 to 14
problem-document-check-digit = The check digit (character 18) does not fit; please check the number
problem-document-residence-permit-area = The number of a residence permit for Hong Kong, Macao and Taiwan residents begins with 810000, 820000 or 830000; please check
problem-document-permanent-residence-start = The number of a permanent residence card begins with 9; that of older cards is 3 letters and 12 digits. Please check
problem-document-permanent-residence-country = The country code in characters 4 to 6 of the document number is not correct; please check
problem-document-other-type = This is the number of { $type ->
    [resident_id] a resident identity card
    [hmt_residence_permit] a residence permit for Hong Kong, Macao and Taiwan residents
    [fpr_id] a foreigner's permanent residence card
   *[other] another document
}; please choose that document type
problem-document-exit-permit = An exit permit for Hong Kong and Macao cannot be used to register; please use the resident identity card or passport
problem-document-form = { $type ->
    [hkm_travel_permit] The number of this travel permit is H or M and 8 digits; please check
    [tw_travel_permit] The number of this travel permit is 8 digits; please check
    [fpr_id] The number of a permanent residence card is 18 characters and begins with 9; that of older cards is 3 letters and 12 digits. Please check
    [passport_cn] The number of a Chinese passport is E and 8 digits, or E, a letter (not I or O) and 7 digits; of service passports SE, DE or PE and 7 digits. Please check
   *[other] The form of the document number is not correct; please check
}
problem-document-gender-differs = The gender differs from the one in the identity number
problem-document-birth-date-differs = The birth date differs from the one in the identity number

## Plates
problem-plate-empty = Please fill in the plate
problem-plate-no-vehicle = If there is no vehicle, please leave this field empty
problem-plate-length = A plate has 7 characters, a new-energy plate 8; the number of characters here is { $count }
problem-plate-province = A plate cannot begin with “{ $character }”; please begin with the character of the province
problem-plate-issuing-letter = Character 2 of the plate is a letter and cannot be “{ $character }”
problem-plate-letter = Character { $position } of the plate cannot be the letter { $letter }
problem-plate-character = Character { $position } of the plate cannot be “{ $character }”; please check
problem-plate-not-digit = Character { $position } of the plate is a digit and cannot be “{ $character }”
problem-plate-too-many-letters = The last 5 characters of a plate contain at most 2 letters; the number of letters here is { $count }
problem-plate-new-energy-letter = Character 3 or 8 of a plate with 8 characters is one of A, B, C, D, E, F, G, H, J, K; please check
problem-plate-suffix-length = A plate that ends in “{ $suffix }” has 7 characters; the number of characters here is { $count }
problem-plate-suffix-needs-guangdong-z = A plate that ends in “{ $suffix }” begins with “粤Z”; please check
problem-plate-guangdong-z-needs-suffix = A plate that begins with “粤Z” ends in “港” or “澳”; please check
problem-plate-embassy = An embassy plate is 6 digits and “使”; for an older plate please choose “Other” as its colour
problem-plate-consulate = A consulate plate is the character of the province, 3 digits, 2 letters or digits and “领”; for an older plate please choose “Other” as its colour
problem-plate-emergency = An emergency plate is the character of the province, X or S, 4 digits and “应急”; please check
problem-plate-wujing = An armed police plate is WJ, the character of the province, 4 digits and one more digit or letter; please check
problem-plate-military = A military plate is 2 letters and 5 digits; other plates begin with the character of the province
problem-plate-other-form = Another kind of plate is 3 to 12 Chinese characters, letters and digits, with at least one digit

## Reasons
problem-reason-missing = Please give a reason

## People and vehicles on the record
problem-person-ended = This record has been ended; to come back, the person needs a new registration
problem-person-already-suspended = This person is suspended already
problem-person-not-suspended = This person is not suspended, there is nothing to resume
problem-person-not-longer = The new last day has to be later than the present one and than today; please check
problem-person-too-late-to-renew = The stay ended more than { $days } days ago; a new registration is needed
problem-permit-already-withdrawn = The permit of this vehicle has been withdrawn
problem-permit-not-longer = The new last day has to be later than the present one; please check

## Deliveries
problem-delivery-already-confirmed = The other system has confirmed it, there is nothing to send
problem-delivery-superseded = There is a newer version, which counts instead
problem-delivery-not-sent = It has not been sent yet and cannot be confirmed

## Grey notes for reviewers
problem-note-age-over-120 = By the document number the person is { $age } years old; please check the photo of the document
problem-note-age-under-14 = Under 14 years ({ $age }): a guardian has to consent
problem-note-area-not-current = Area code { $area } is not in the current list; it may be the one of first registration
problem-note-document-probably-expired = Passports of the G series have passed their ten years; please check the photo of the document
problem-note-document-not-checked = Such numbers cannot be checked by the program; please check the photo of the document
problem-note-plate-not-checked = The plate is outside the standard forms and was not checked
problem-note-plate-letter-not-listed = The issuing letter is not in the known list
problem-note-plate-unusual-colour = Plates of this kind usually have another colour
