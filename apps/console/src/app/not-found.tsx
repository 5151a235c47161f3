export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-lg flex-col items-start gap-4 px-5 py-10">
      <h1>There is no such page</h1>
      <p className="text-muted">
        The address may be mistyped, or belong to something that has been deleted.{' '}
        <a href="/" className="link">
          Go to the start page
        </a>
        .
      </p>
    </main>
  )
}
