// Theme, large text and small shared behaviours.
// Without script the same form posts to /prefs and the server sets the cookies and the html attributes.
const root = document.documentElement
const cookie = Object.fromEntries(document.cookie.split('; ').map(c => c.split('=')))
const apply = () => {
  for (const k of ['theme', 'size']) {
    const v = cookie['tx_' + k]
    if (v && v !== 'auto' && v !== 'normal') root.dataset[k] = v
    else delete root.dataset[k]
  }
}
document.addEventListener('click', e => {
  const b = e.target.closest('[data-prefs] button')
  if (b && b.name !== 'lang') {                                     // a language needs the server
    e.preventDefault()
    const choices = b.closest('.seg')                               // elsewhere the size button turns on and off
    const v = b.name === 'size' && !choices ? (root.dataset.size === 'large' ? 'normal' : 'large') : b.value
    cookie['tx_' + b.name] = v
    document.cookie = `tx_${b.name}=${v}; path=/; max-age=31536000; samesite=lax`
    apply()
    if (choices) for (const o of choices.children) o.setAttribute('aria-pressed', String(o === b))
    else if (b.hasAttribute('aria-pressed')) b.setAttribute('aria-pressed', String(v === 'large'))
    b.closest('details')?.removeAttribute('open')
  }
  for (const d of document.querySelectorAll('details.menu[open]')) if (!d.contains(e.target)) d.open = false
  if (e.target.closest('[data-print]')) print()
})
document.addEventListener('keydown', e => {
  if (e.key !== 'Escape') return
  const d = document.querySelector('details.menu[open]')
  if (d) { d.open = false; d.querySelector('summary').focus() }
})
