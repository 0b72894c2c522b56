// Builds what the program embeds: one style sheet, one script per kind of page, the fonts.
import { compile } from 'sass'
import { build } from 'esbuild'
import { world } from './world.mjs'
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'

for (const f of readdirSync('dist')) if (f !== '.keep') rmSync(`dist/${f}`, { recursive: true })
mkdirSync('dist/fonts', { recursive: true })
const css = compile('src/entente.scss', { loadPaths: ['node_modules'], style: 'compressed', quietDeps: true })
cpSync('src/icon.svg', 'dist/icon.svg')
writeFileSync('dist/entente.css', css.css)
writeFileSync('dist/world.json', JSON.stringify(world()))
await build({ entryPoints: readdirSync('src').filter((f) => f.endsWith('.js')).map((f) => `src/${f}`), bundle: true, minify: true, format: 'esm', target: 'es2022', outdir: 'dist', legalComments: 'none', loader: { '.json': 'json' } })
for (const [pkg, weights, sets] of [['source-serif-4', [400, 600], ['latin', 'latin-ext']], ['source-sans-3', [400, 600], ['latin', 'latin-ext']], ['ibm-plex-mono', [400], ['latin']]]) {
  for (const w of weights) for (const s of sets) {
    const name = `${pkg}-${s}-${w}-normal.woff2`
    cpSync(`node_modules/@fontsource/${pkg}/files/${name}`, `dist/fonts/${name}`)
  }
}
