import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Documentation, readDocumentation } from './apps/console/src/documentation/pages.ts'
import { sequenceFile } from './apps/console/src/documentation/sequence-file.ts'

/**
 * The pages of `docs/` for the console (git-ignored), so that they travel in its bundle, and their diagrams as files (committed), for those
 * who read the pages elsewhere. With `check` the files are compared only; answers those that are not what their pages say.
 */
export function writeDocumentation(root: string, check: boolean): string[] {
  const folder = join(root, 'docs')
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  const files = Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  const documentation = readDocumentation(files)
  const own = join(root, 'apps/console/src/documentation')
  writeFileSync(join(own, 'files.generated.ts'), `export const files: Record<string, string> = ${JSON.stringify(files, null, 2)}\n`)
  writeFileSync(
    join(own, 'entries.generated.ts'),
    `/** What is written where: the label, the page, the anchor. */\nexport const entries: readonly (readonly [string, string, string?])[] = ${JSON.stringify(entriesOf(documentation))}\n`,
  )
  mkdirSync(join(folder, 'diagrams'), { recursive: true })
  return [...documentation.pages, documentation.index]
    .flatMap(({ sequences }) => [...sequences])
    .filter(([path, sequence]) => differs(join(folder, path), sequenceFile(sequence), check))
    .map(([path]) => `docs/${path}`)
}

/** Pages by their titles, and of the page of codes each code. */
function entriesOf({ pages }: Documentation): string[][] {
  return pages.flatMap(({ slug, title, headings }) => [
    [title, slug],
    ...headings.filter(({ text }) => /^[a-z]+(_[a-z]+)*$/.test(text)).map(({ text, anchor }) => [text, slug, anchor]),
  ])
}

function differs(path: string, wanted: string, check: boolean): boolean {
  if (!check) writeFileSync(path, wanted)
  return check && readIfThere(path) !== wanted
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
