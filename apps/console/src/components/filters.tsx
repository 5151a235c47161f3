'use client'

import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { type Choice, Select, TextInput } from './inputs.tsx'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
}

const typingPauseMs = 250

/** Searches when typing pauses, or at Enter; `/` focuses it from anywhere on the page. */
export function SearchField({ label, value, onChange, placeholder = 'Search' }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  useEffect(() => {
    // Somebody else changed it: the back button, or "clear filters".
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text === told.current) return
    const timer = setTimeout(() => {
      told.current = text
      onChange(text)
    }, typingPauseMs)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <div className="relative min-w-0 flex-1 sm:max-w-80">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <TextInput
        type="search"
        aria-label={label}
        data-page-search
        placeholder={placeholder}
        value={text}
        maxLength={200}
        className="pl-9"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Where it stands in a form, the form is not meant.
          event.preventDefault()
          if (text === told.current) return
          told.current = text
          onChange(text)
        }}
      />
    </div>
  )
}

interface FilterSelectProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** The first one stands for no filter. */
  choices: readonly Choice[]
}

export function FilterSelect({ label, value, onChange, choices }: FilterSelectProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="text-sm whitespace-nowrap text-muted">
        {label}
      </label>
      <Select
        id={id}
        className="w-auto max-w-56 min-w-0"
        value={value}
        choices={choices}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
