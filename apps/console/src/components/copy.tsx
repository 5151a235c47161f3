'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'

function useCopy(text: string) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return { copied, copy }
}

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { copied, copy } = useCopy(text)
  return (
    <>
      <IconButton
        label={copied ? 'Copied' : `Copy ${what}`}
        icon={copied ? <Check size={16} aria-hidden className="text-success" /> : <Copy size={16} aria-hidden />}
        onClick={() => void copy()}
      />
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** The same as a button with words, for a text that is not shown. */
export function CopyTextButton({ text, label }: { text: string; label: string }) {
  const { copied, copy } = useCopy(text)
  return (
    <>
      <Button onClick={() => void copy()}>
        {copied ? <Check size={16} aria-hidden className="text-success" /> : <Copy size={16} aria-hidden />}
        {label}
      </Button>
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </>
  )
}

/** An id, shortened in the middle, whole for assistive technology and the clipboard. */
export const IdText = ({ id, what = 'id' }: { id: string; what?: string }) => (
  <span className="inline-flex items-center gap-1 text-sm text-muted">
    <code title={id} className="font-mono">
      <span aria-hidden>{id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id}</span>
      <span className="sr-only">{id}</span>
    </code>
    <CopyButton text={id} what={what} />
  </span>
)

/** A command or a document to copy; `label` says what it is. */
export const CodeBlock = ({ code, label }: { code: string; label: string }) => (
  <figure className="relative rounded-lg border border-line bg-surface">
    <figcaption className="sr-only">{label}</figcaption>
    <div className="absolute top-1 right-1">
      <CopyButton text={code} what={label.toLowerCase()} />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <pre className="overflow-x-auto p-3 pr-12 font-mono text-sm" tabIndex={0}>
      <code>{code}</code>
    </pre>
  </figure>
)
