'use client'

import { useId, useSyncExternalStore } from 'react'
import { type Density, densityOf, setAppearance, type Theme, themeOf } from '../../../../frame/appearance.ts'

const themeChoices: readonly Choice<Theme>[] = [
  { value: 'system', label: 'System', help: 'Light or dark, as your device has it.' },
  { value: 'light', label: 'Light', help: 'Dark text on white.' },
  { value: 'dark', label: 'Dark', help: 'Light text on black.' },
]

const densityChoices: readonly Choice<Density>[] = [
  { value: 'comfortable', label: 'Comfortable', help: 'Rows with room around them.' },
  { value: 'compact', label: 'Compact', help: 'More rows on the screen.' },
]

/** Takes effect at once; the menu of the account changes the same, so both are read from the page itself. */
export function AppearanceForm({ theme, density }: { theme: Theme; density: Density }) {
  const shownTheme = useSyncExternalStore(
    watch,
    () => themeOf(document.documentElement.dataset.theme),
    () => theme,
  )
  const shownDensity = useSyncExternalStore(
    watch,
    () => densityOf(document.documentElement.dataset.density),
    () => density,
  )
  return (
    <div className="flex flex-col gap-6">
      <Choices legend="Theme" choices={themeChoices} value={shownTheme} onChange={(value) => setAppearance('theme', value)} />
      <Choices legend="Density" choices={densityChoices} value={shownDensity} onChange={(value) => setAppearance('density', value)} />
    </div>
  )
}

function watch(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-density'] })
  return () => observer.disconnect()
}

interface Choice<Value> {
  value: Value
  label: string
  help: string
}

interface ChoicesProps<Value> {
  legend: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
}

function Choices<Value extends string>({ legend, choices, value, onChange }: ChoicesProps<Value>) {
  const name = useId()
  return (
    <fieldset className="rounded-lg border border-line bg-raised px-4 pb-3">
      <legend className="px-1 font-medium">{legend}</legend>
      {choices.map((choice) => (
        <div key={choice.value} className="flex items-start gap-3 py-1.5">
          <input
            id={`${name}-${choice.value}`}
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            aria-describedby={`${name}-${choice.value}-help`}
            className="mt-1 size-4 accent-accent"
            onChange={() => onChange(choice.value)}
          />
          <div>
            <label htmlFor={`${name}-${choice.value}`}>{choice.label}</label>
            <p id={`${name}-${choice.value}-help`} className="text-sm text-muted">
              {choice.help}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
