'use client'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1>This page could not be shown</h1>
      <p>The server could not answer. {error.digest && `Its log has the details under ${error.digest}.`}</p>
      <button type="button" onClick={reset}>
        Try again
      </button>
    </>
  )
}
