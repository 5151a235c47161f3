'use client'

import { Button } from '../components/button.tsx'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-start gap-4 px-5 py-10">
      <h1>This page could not be shown</h1>
      <p className="text-muted">The server could not answer. {error.digest && `Its log has the details under ${error.digest}.`}</p>
      <Button onClick={reset}>Try again</Button>
    </div>
  )
}
