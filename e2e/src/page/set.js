// Sets a field whose typing depends on the browser's own widget (dates, times, colours, ranges), as the widget does.
const [field, value] = arguments
field.focus()
field.value = value
field.dispatchEvent(new Event('input', { bubbles: true }))
field.dispatchEvent(new Event('change', { bubbles: true }))
return field.value
