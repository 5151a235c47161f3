import { Check } from 'lucide-react'
import { type Step, stepNames, steps } from './wizard-state.ts'

/** Where one is, and what comes. */
export function StepList({ current }: { current: Step }) {
  const at = steps.indexOf(current)
  return (
    <ol aria-label="Steps" className="flex flex-wrap items-center gap-x-6 gap-y-2">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          className="flex items-center gap-2 text-muted aria-[current=step]:font-medium aria-[current=step]:text-text"
        >
          <span
            aria-hidden
            className={`inline-flex size-6 items-center justify-center rounded-full border text-xs ${index === at ? 'border-accent bg-accent text-on-accent' : 'border-control'}`}
          >
            {index < at ? <Check size={14} /> : index + 1}
          </span>
          {stepNames[step]}
          {index < at && <span className="sr-only">, done</span>}
        </li>
      ))}
    </ol>
  )
}
