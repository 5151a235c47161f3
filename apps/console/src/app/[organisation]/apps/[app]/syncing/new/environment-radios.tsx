'use client'

import { useId } from 'react'

interface EnvironmentRadiosProps {
  environments: readonly { id: string; name: string }[]
  value: string
  onChange: (id: string) => void
}

export function EnvironmentRadios({ environments, value, onChange }: EnvironmentRadiosProps) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">Environment</legend>
      <div className="flex flex-wrap gap-2">
        {environments.map((environment) => (
          <label
            key={environment.id}
            htmlFor={`${name}-${environment.id}`}
            className="flex min-h-9 min-w-0 cursor-pointer items-center gap-2 rounded-md border border-control px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              id={`${name}-${environment.id}`}
              name={name}
              checked={environment.id === value}
              onChange={() => onChange(environment.id)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0 break-words">{environment.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
