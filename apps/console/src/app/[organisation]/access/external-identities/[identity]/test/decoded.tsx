import type { ProofReading } from './read-proof.ts'

/** What a proof says of itself, before anybody is asked. */
export function Decoded({ reading: { proof, problem } }: { reading: ProofReading }) {
  if (!proof) return <p className="text-muted">{problem}</p>
  return (
    <section aria-label="Decoded here" className="rounded-md border border-line bg-surface px-4 py-3">
      <p className="mb-2 text-sm text-muted">Decoded in this browser; nothing has been sent yet, and nothing is verified.</p>
      <dl tabIndex={0} className="grid max-h-64 grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 overflow-y-auto text-[13px]">
        {proof.facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="font-mono text-muted">{label}</dt>
            <dd className="font-mono break-all">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
