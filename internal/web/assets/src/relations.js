// The pages on relations without loading them anew: the slider over the years changes the
// picture beside it. All of it works without this file.
import { keys } from './lib/keys.js'

const parts = ['picture', 'export']

// the new picture takes the place of the old; what is elsewhere on the page stays as it is
async function go(address, push) {
  const answer = await fetch(address, { headers: { 'X-Requested-With': 'fetch' } })
  if (!answer.ok) { location.href = address; return }
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), next.getElementById(id)]
    if (old && fresh) old.replaceWith(document.adoptNode(fresh))
  }
  for (const f of document.querySelectorAll('input[name="on"]')) f.value = next.querySelector('input[name="on"]')?.value ?? f.value
  const years = document.querySelector('form[data-years]'), others = next.querySelector('form[data-years]')
  if (years && others) for (const rel of ['prev', 'next']) years.querySelector(`a[rel="${rel}"]`)?.setAttribute('href', others.querySelector(`a[rel="${rel}"]`)?.getAttribute('href') ?? address)
  if (push) history.replaceState(null, '', answer.url)
  keys()
}

for (const form of document.querySelectorAll('form[data-years]')) {
  const slider = form.querySelector('input[type="range"]'), told = form.querySelector('output')
  form.querySelector('button')?.classList.add('visually-hidden')
  slider.addEventListener('input', () => { told.textContent = slider.value })
  slider.addEventListener('change', () => {
    const q = new URLSearchParams(new FormData(form))
    go(`${location.pathname}?${q}`, true)
  })
}
keys()
