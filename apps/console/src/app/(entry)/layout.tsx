import type { ReactNode } from 'react'

/** Pages for people who are not signed in yet. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b border-line px-5 py-3">
        <a href="/" className="inline-flex items-center gap-2 rounded py-1 text-base font-semibold">
          <svg aria-hidden viewBox="0 0 16 16" className="size-4 text-accent">
            <path fill="currentColor" d="M8 0l8 8-8 8-8-8zM8 4L4 8l4 4 4-4z" fillRule="evenodd" />
          </svg>
          Bonafide
        </a>
      </header>
      <main className="mx-auto flex w-full max-w-lg flex-1 has-[aside]:max-w-4xl flex-col gap-6 px-5 py-10">{children}</main>
    </div>
  )
}
