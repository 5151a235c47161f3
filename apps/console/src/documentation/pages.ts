import { blocksOf, type Heading, headingsOf, linksOf, type Token } from './markdown.ts'
import { indexFile, slugOf } from './names.ts'
import { readSequence } from './read-sequence.ts'
import type { Sequence } from './sequence.ts'

export interface DocumentationPage {
  /** Its place in addresses; empty for the index. */
  slug: string
  title: string
  blocks: readonly Token[]
  headings: readonly Heading[]
  /** Its diagrams, by the address of their image. */
  sequences: ReadonlyMap<string, Sequence>
}

/** Pages under one heading of the index. */
export interface PageGroup {
  title: string
  pages: readonly DocumentationPage[]
}

export interface Documentation {
  index: DocumentationPage
  groups: readonly PageGroup[]
  /** All but the index, in the order in which one reads them. */
  pages: readonly DocumentationPage[]
}

/**
 * The files of `docs/` as pages. `README.md` is the index and the order: its headings are the groups, its links the pages. A file that it
 * does not name comes last, by title, so that a new page needs no other change.
 */
export function readDocumentation(files: Readonly<Record<string, string>>): Documentation {
  const pages = new Map(Object.entries(files).map(([file, text]) => [file, readPage(file, text)]))
  const index = pages.get(indexFile)
  if (!index) throw new Error(`The documentation has no ${indexFile}.`)
  const named = groupsOf(index, pages)
  const known = new Set(named.flatMap((group) => group.pages))
  const rest = [...pages.values()].filter((page) => page !== index && !known.has(page)).sort(byTitle)
  const groups = rest.length === 0 ? named : [...named, { title: 'Further pages', pages: rest }]
  return { index, groups, pages: groups.flatMap((group) => group.pages) }
}

const byTitle = (one: DocumentationPage, other: DocumentationPage): number => (one.title < other.title ? -1 : 1)

function readPage(file: string, text: string): DocumentationPage {
  const blocks = blocksOf(text)
  const headings = headingsOf(blocks)
  return { slug: slugOf(file), title: headings[0]?.text ?? slugOf(file), blocks, headings, sequences: sequencesOf(blocks) }
}

function groupsOf(index: DocumentationPage, pages: ReadonlyMap<string, DocumentationPage>): PageGroup[] {
  const groups: { title: string; pages: DocumentationPage[] }[] = []
  const seen = new Set<DocumentationPage>([index])
  let heading = 0
  for (const block of index.blocks) {
    if (block.type === 'heading') groups.push({ title: index.headings[heading++]?.text ?? '', pages: [] })
    for (const { href } of linksOf([block])) {
      const page = pages.get(href)
      if (page && !seen.has(page)) groups.at(-1)?.pages.push(page)
      if (page) seen.add(page)
    }
  }
  return groups.filter((group) => group.pages.length > 0)
}

/** A diagram is an image of `diagrams/` with its steps in a numbered list below it. */
function sequencesOf(blocks: readonly Token[]): Map<string, Sequence> {
  const shown = blocks.filter(({ type }) => type !== 'space')
  return new Map(
    shown.flatMap((block, place): [string, Sequence][] => {
      const image = linksOf([block]).find(({ type, href }) => type === 'image' && href.startsWith('diagrams/'))
      const list = shown[place + 1]
      return image ? [[image.href, readSequence(image.text, list)]] : []
    }),
  )
}
