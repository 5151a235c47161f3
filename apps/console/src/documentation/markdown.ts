import { lexer, type Token, type Tokens } from 'marked'

export type { Token, Tokens } from 'marked'

/** The blocks of a page. What is HTML in it stays text: nothing of a page is ever handed to the browser as markup. */
export const blocksOf = (text: string): Token[] => lexer(text, { gfm: true })

/** What a reader sees of a text, without its markup. */
export function plainText(tokens: readonly Token[] | undefined): string {
  return (tokens ?? [])
    .map((token) => ('tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? unescaped(String(token.text)) : ''))
    .join('')
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** Undoes what the lexer escapes for writers of HTML; React escapes by itself. */
export const unescaped = (text: string): string => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)

export interface Heading {
  depth: number
  text: string
  anchor: string
}

/** The headings of a page with the anchors that GitHub gives them. */
export function headingsOf(blocks: readonly Token[]): Heading[] {
  const taken = new Map<string, number>()
  return blocks.filter(isHeading).map(({ depth, tokens }) => {
    const text = plainText(tokens)
    const name = anchorOf(text)
    const times = taken.get(name) ?? 0
    taken.set(name, times + 1)
    return { depth, text, anchor: times === 0 ? name : `${name}-${times}` }
  })
}

export const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading'

const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** Every link and image of a page, however deep it stands. */
export function linksOf(tokens: readonly Token[]): (Tokens.Link | Tokens.Image)[] {
  return tokens.flatMap((token): (Tokens.Link | Tokens.Image)[] => {
    if (token.type === 'image') return [token as Tokens.Image]
    const own = token.type === 'link' ? [token as Tokens.Link] : []
    return [...own, ...childrenOf(token).flatMap((children) => linksOf(children))]
  })
}

/** The tokens inside a token, part by part: of a list its items, of a table its cells. */
export function childrenOf(token: Token): Token[][] {
  if (token.type === 'list') return (token as Tokens.List).items.map((item) => item.tokens)
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table
    return [...header, ...rows.flat()].map((cell) => cell.tokens)
  }
  return 'tokens' in token && token.tokens ? [token.tokens] : []
}
