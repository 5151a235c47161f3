'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Field } from './field.tsx'
import { IconButton } from './icon-button.tsx'
import { TextInput } from './inputs.tsx'
import { type Strength, shortestPassword, strengthOf } from './password-strength.ts'

interface NewPasswordFieldProps {
  value: string
  onChange: (value: string) => void
  /** Name, address and the like: what of them is in the password makes it no stronger. */
  knownWords?: readonly string[]
}

const looks: Record<Strength, { bars: number; colour: string }> = {
  'too short': { bars: 1, colour: 'bg-danger' },
  weak: { bars: 2, colour: 'bg-warning' },
  fair: { bars: 3, colour: 'bg-info' },
  strong: { bars: 4, colour: 'bg-success' },
}

const bars = [1, 2, 3, 4]

/** A password to be chosen: password managers fill it, it can be pasted and looked at, and a meter says how hard it is to guess. */
export function NewPasswordField({ value, onChange, knownWords }: NewPasswordFieldProps) {
  const [shown, setShown] = useState(false)
  const strength = value === '' ? undefined : strengthOf(value, knownWords)
  return (
    <Field label="Password" help={`At least ${shortestPassword} characters. Nobody can reset it for you: it seals your keys.`}>
      {(control) => (
        <>
          <div className="relative">
            <TextInput
              {...control}
              name="password"
              type={shown ? 'text' : 'password'}
              autoComplete="new-password"
              spellCheck={false}
              required
              minLength={shortestPassword}
              maxLength={1024}
              className="pr-11"
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
            <IconButton
              label={shown ? 'Hide password' : 'Show password'}
              icon={shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
              aria-pressed={shown}
              className="absolute top-1/2 right-1 -translate-y-1/2"
              onClick={() => setShown(!shown)}
            />
          </div>
          <Meter strength={strength} />
        </>
      )}
    </Field>
  )
}

function Meter({ strength }: { strength: Strength | undefined }) {
  const look = strength && looks[strength]
  return (
    <div className="flex items-center gap-3">
      <span aria-hidden className="flex flex-1 gap-1">
        {bars.map((bar) => (
          <span key={bar} className={`h-1.5 flex-1 rounded-full ${look && bar <= look.bars ? look.colour : 'bg-hover'}`} />
        ))}
      </span>
      <span role="status" className="min-w-20 text-right text-sm text-muted">
        {strength && (
          <>
            <span className="sr-only">Password strength: </span>
            {strength}
          </>
        )}
      </span>
    </div>
  )
}
