import type { ReactNode } from 'react'
import { CodeBlock } from '../../../../components/copy.tsx'
import { Link } from '../../../../components/link.tsx'
import { type Heading, linksOf, plainText, type Token, type Tokens, unescaped } from '../../../../documentation/markdown.ts'
import type { DocumentationPage } from '../../../../documentation/pages.ts'
import { Word } from '../fact-table.tsx'
import { addressOf } from './address.ts'
import { SequenceDiagram } from './sequence-diagram.tsx'

interface MarkdownProps {
  page: DocumentationPage
  /** Where the pages are, for links between them. */
  base: string
}

/** The blocks of a page as elements of ours, one kind after the other; none of its text becomes markup. */
export function Markdown({ page, base }: MarkdownProps) {
  let read = 0
  return page.blocks.map((token, place) => {
    if (token.type === 'heading') read += 1
    const heading = page.headings[read - 1]
    // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes while it is shown
    return <Block key={place} token={token} heading={heading} page={page} base={base} />
  })
}

interface BlockProps extends MarkdownProps {
  token: Token
  /** This one, or the one it stands under. */
  heading?: Heading
}

function Block({ token, heading, page, base }: BlockProps): ReactNode {
  switch (token.type) {
    case 'heading':
      return <Title depth={(token as Tokens.Heading).depth} anchor={heading?.anchor} tokens={token.tokens ?? []} base={base} />
    case 'paragraph':
      return <Paragraph tokens={token.tokens ?? []} page={page} base={base} />
    case 'list':
      return <List list={token as Tokens.List} page={page} base={base} />
    case 'table':
      return <Table table={token as Tokens.Table} under={heading?.text ?? page.title} base={base} />
    case 'code':
      return <CodeBlock label={codeLabel(token as Tokens.Code)} code={(token as Tokens.Code).text.replace(/^(#|\/\/): \w+\n/, '')} />
    case 'blockquote':
      return (
        <blockquote className="flex flex-col gap-3 rounded-r-lg border-l-4 border-accent bg-surface px-4 py-3">
          <Blocks tokens={token.tokens ?? []} page={page} base={base} />
        </blockquote>
      )
    case 'hr':
      return <hr className="border-line" />
    case 'space':
    case 'def':
      return null
    case 'text':
      return <Inline tokens={token.tokens ?? [token]} base={base} />
    default:
      return <p>{token.raw}</p>
  }
}

const Blocks = ({ tokens, page, base }: MarkdownProps & { tokens: readonly Token[] }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  tokens.map((token, place) => <Block key={place} token={token} page={page} base={base} />)

function Title({ depth, anchor, tokens, base }: { depth: number; anchor?: string; tokens: readonly Token[]; base: string }) {
  // The console's own page has the heading of the first level.
  const Level = `h${Math.min(depth + 1, 6)}` as 'h2' | 'h3' | 'h4'
  const look = { 1: 'text-2xl', 2: 'mt-4 text-lg', 3: 'mt-2 text-base' }[depth] ?? 'text-sm'
  return (
    <div className="group flex min-w-0 items-baseline gap-2">
      <Level id={anchor} className={`min-w-0 break-words ${look}`}>
        <Inline tokens={tokens} base={base} />
      </Level>
      {depth > 1 && (
        <a
          href={`#${anchor}`}
          aria-label={`Link to ${plainText(tokens)}`}
          className="min-h-6 min-w-6 text-center text-muted opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
        >
          #
        </a>
      )}
    </div>
  )
}

/** A paragraph; one that is nothing but a diagram is the diagram. */
function Paragraph({ tokens, page, base }: MarkdownProps & { tokens: readonly Token[] }) {
  const [image] = linksOf(tokens)
  const sequence = image?.type === 'image' ? page.sequences.get(image.href) : undefined
  if (sequence) return <SequenceDiagram sequence={sequence} name={image?.href.replaceAll(/\W/g, '-') ?? ''} />
  return (
    <p className="break-words">
      <Inline tokens={tokens} base={base} />
    </p>
  )
}

function List({ list: { ordered, start, items }, page, base }: MarkdownProps & { list: Tokens.List }) {
  const Kind = ordered ? 'ol' : 'ul'
  return (
    <Kind {...(ordered && start !== '' && { start })} className={`flex flex-col gap-1.5 pl-6 ${ordered ? 'list-decimal' : 'list-disc'}`}>
      {items.map(({ tokens }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <li key={place} className="break-words">
          <Blocks tokens={tokens} page={page} base={base} />
        </li>
      ))}
    </Kind>
  )
}

const Table = ({ table: { header, rows }, under, base }: { table: Tokens.Table; under: string; base: string }) => (
  <section
    aria-label={`${under}: ${header.map(({ tokens }) => plainText(tokens)).join(', ')}`}
    className="overflow-x-auto rounded-lg border border-line"
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    tabIndex={0}
  >
    <table className="w-full text-left text-sm">
      <thead className="bg-surface text-muted">
        <tr>
          {header.map(({ tokens }, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <th key={column} scope="col" className="px-3 py-2 font-medium">
              <Inline tokens={tokens} base={base} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((cells, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <tr key={row} className="align-top">
            {cells.map(({ tokens }, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <td key={column} className={`px-3 py-2 ${column === 0 ? 'min-w-32' : 'min-w-48'}`}>
                <Inline tokens={tokens} base={base} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Inline = ({ tokens, base }: { tokens: readonly Token[]; base: string }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  tokens.map((token, place) => <Piece key={place} token={token} base={base} />)

function Piece({ token, base }: { token: Token; base: string }): ReactNode {
  const inner = <Inline tokens={'tokens' in token && token.tokens ? token.tokens : []} base={base} />
  switch (token.type) {
    case 'codespan':
      return <Word>{unescaped((token as Tokens.Codespan).text)}</Word>
    case 'strong':
      return <strong className="font-semibold">{inner}</strong>
    case 'em':
      return <em>{inner}</em>
    case 'del':
      return <del>{inner}</del>
    case 'br':
      return <br />
    case 'link':
      return <PageLink href={addressOf((token as Tokens.Link).href, base)}>{inner}</PageLink>
    case 'text':
    case 'escape':
      return 'tokens' in token && token.tokens ? inner : unescaped((token as Tokens.Text).text)
    default:
      return token.raw
  }
}

function PageLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined) return children
  if (href.startsWith('#') || href.startsWith('https://'))
    return (
      <a href={href} rel="noreferrer" className="link">
        {children}
      </a>
    )
  return (
    <Link href={href} className="link">
      {children}
    </Link>
  )
}

const languages: Record<string, string> = {
  sh: 'Commands',
  bash: 'Commands',
  yaml: 'YAML',
  json: 'JSON',
  graphql: 'GraphQL',
  hcl: 'Terraform',
  http: 'HTTP',
}

const codeLabel = ({ lang }: Tokens.Code): string => languages[lang ?? ''] ?? 'Example'
