import { type ReactNode, useId } from 'react'

/** One of several things to do, in their order. */
export function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-raised">
      <div className="flex items-center gap-3 border-b border-line px-4 py-3">
        <span
          aria-hidden
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-medium text-accent"
        >
          {number}
        </span>
        <h2 id={id} className="text-base">
          {title}
        </h2>
      </div>
      <div className="flex flex-col gap-4 p-4">{children}</div>
    </section>
  )
}
