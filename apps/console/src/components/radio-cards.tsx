import { type ReactNode, useId } from 'react'

export interface RadioCard<Value extends string> {
  value: Value
  label: string
  /** What follows from choosing it. */
  children: ReactNode
  disabled?: boolean
}

interface RadioCardsProps<Value extends string> {
  legend: string
  value: Value
  onChange: (value: Value) => void
  cards: readonly RadioCard<Value>[]
}

/** A choice whose consequences are worth reading before one makes it. */
export function RadioCards<Value extends string>({ legend, value, onChange, cards }: RadioCardsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {cards.map((card) => (
        <div
          key={card.value}
          className="relative flex items-start gap-3 rounded-lg border border-control p-3 has-checked:border-accent has-checked:bg-accent-soft has-disabled:border-line"
        >
          <input
            type="radio"
            name={name}
            id={`${name}-${card.value}`}
            aria-describedby={`${name}-${card.value}-more`}
            value={card.value}
            checked={value === card.value}
            disabled={card.disabled}
            onChange={() => onChange(card.value)}
            className="relative z-10 mt-1 size-4 shrink-0 accent-accent"
          />
          <div className="min-w-0">
            <label htmlFor={`${name}-${card.value}`} className="font-medium after:absolute after:inset-0">
              {card.label}
            </label>
            <div id={`${name}-${card.value}-more`} className="text-sm text-muted">
              {card.children}
            </div>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
