'use client'

import { Download } from 'lucide-react'
import { Button } from '../../../../components/button.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import type { IdentitySnippetFragment } from './operations.generated.ts'

/** One snippet: when to take it, its text to copy or to keep, and what its reader has to put in. */
export function SnippetPanel({ snippet }: { snippet: IdentitySnippetFragment }) {
  const { title, about, code, fileName, replace, notes } = snippet
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <p className="max-w-prose min-w-0 flex-1 basis-56 text-muted">{about}</p>
        <Button onClick={() => keep(fileName, code)}>
          <Download size={16} aria-hidden /> Download<span className="sr-only"> {title}</span>
        </Button>
      </div>
      <p className="text-sm text-muted">
        File <code className="font-mono break-all text-text">{fileName}</code>
      </p>
      <CodeBlock label={title} code={code} />
      {replace.length > 0 && (
        <div>
          <h3 className="mb-1 text-sm font-medium">Put in what only you know</h3>
          <dl className="grid gap-x-4 text-sm sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-y-1">
            {replace.map(({ text, meaning }) => (
              <div key={text} className="contents">
                <dt className="font-mono break-all">{text}</dt>
                <dd className="mb-2 min-w-0 break-words text-muted sm:mb-0">{meaning}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {notes.length > 0 && (
        <div>
          <h3 className="mb-1 text-sm font-medium">Good to know</h3>
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-muted">
            {notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function keep(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  // A browser keeps no folders.
  link.download = fileName.split('/').at(-1) ?? fileName
  link.click()
  URL.revokeObjectURL(url)
}
