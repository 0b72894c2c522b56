// What pages do beyond what HTML does by itself. Everything works without it but pictures.
import { initAll } from 'govuk-frontend'

document.documentElement.classList.add('govuk-frontend-supported')
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// "/" goes to the search box, unless somebody is typing
document.addEventListener('keydown', (e) => {
  if (e.key !== '/' || e.ctrlKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return
  const box = document.getElementById('search')
  if (box) { e.preventDefault(); box.focus() }
})

// dates in the header are sent when they change
for (const f of document.querySelectorAll('form[data-send-on-change]')) {
  f.addEventListener('change', () => f.requestSubmit())
}

// a form is sent once
for (const f of document.querySelectorAll('form[method="post"]')) {
  f.addEventListener('submit', (e) => {
    if (f.dataset.sent) { e.preventDefault(); return }
    f.dataset.sent = 'yes'
  })
}
window.addEventListener('pageshow', () => { for (const f of document.querySelectorAll('form[data-sent]')) delete f.dataset.sent })

// where the screen is narrow the sections are folded away until somebody opens them
const sections = document.querySelector('.nav details')
if (sections && matchMedia('(max-width: 760px)').matches) sections.open = false
