'use client'

import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import type { FieldControl } from './field.tsx'
import { TextInput } from './inputs.tsx'

/** What is said of one entry. */
export interface ChipNote {
  tone: 'info' | 'warning' | 'danger'
  text: string
}

interface ChipListProps {
  control: FieldControl
  /** What one entry is: "ARN". */
  what: string
  values: readonly string[]
  onChange: (values: string[]) => void
  onBlur?: () => void
  placeholder?: string
  /** Entries of several words: only Enter and line breaks end one, and Backspace takes the last one up again. */
  byLine?: boolean
  /** Shown below each entry. */
  notesOf?: (value: string, index: number) => readonly ChipNote[]
}

const words = /[\s,;]+/
const lines = /[\r\n]+/

const icons = { info: Info, warning: TriangleAlert, danger: CircleAlert }
const colours = { info: 'text-muted', warning: 'text-warning', danger: 'text-danger' }

/** A list of entries: type or paste many, separated by commas, spaces or lines; each one is explained and can be removed. */
export function ChipList({ control, what, values, onChange, onBlur, placeholder, byLine = false, notesOf }: ChipListProps) {
  const [text, setText] = useState('')
  const split = (entries: string) =>
    entries
      .split(byLine ? lines : words)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
  const add = (parts: readonly string[]) => {
    setText('')
    const fresh = parts.filter((part, index) => !values.includes(part) && parts.indexOf(part) === index)
    if (fresh.length > 0) onChange([...values, ...fresh])
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if ((byLine ? ['Enter'] : ['Enter', ',', ' ']).includes(event.key) && text.trim() !== '') {
      event.preventDefault()
      add(split(text))
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      event.preventDefault()
      if (byLine) setText(values.at(-1) ?? '')
      onChange(values.slice(0, -1))
    }
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = split(event.clipboardData.getData('text'))
    if (pasted.length < 2) return
    event.preventDefault()
    add([...split(text), ...pasted])
  }
  return (
    <div className="flex flex-col gap-2">
      {values.length > 0 && (
        <ul className="flex flex-col gap-2">
          {values.map((value, index) => (
            <li key={value} className="flex flex-col gap-1">
              <span className="flex w-fit max-w-full items-center gap-1 rounded-md border border-line bg-surface py-0.5 pr-1 pl-2">
                <code className="min-w-0 font-mono text-[13px] break-all">{value}</code>
                <button
                  type="button"
                  aria-label={`Remove ${what} ${value}`}
                  className="inline-flex size-7 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-text"
                  onClick={() => onChange(values.filter((_, other) => other !== index))}
                >
                  <X size={14} aria-hidden />
                </button>
              </span>
              {notesOf?.(value, index).map((note) => (
                <Note key={note.text} note={note} />
              ))}
            </li>
          ))}
        </ul>
      )}
      <TextInput
        {...control}
        value={text}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          if (text.trim() !== '') add(split(text))
          onBlur?.()
        }}
      />
    </div>
  )
}

function Note({ note: { tone, text } }: { note: ChipNote }) {
  const Icon = icons[tone]
  return (
    <p className={`flex items-start gap-1.5 pl-2 text-sm ${colours[tone]}`}>
      <Icon size={14} aria-hidden className="mt-1 shrink-0" />
      {text}
    </p>
  )
}
