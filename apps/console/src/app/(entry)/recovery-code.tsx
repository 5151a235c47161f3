'use client'

import { Download, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckField } from '../../components/check-field.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { FormProblem } from '../../components/form-problem.tsx'

interface RecoveryCodeProps {
  code: string
  email: string
  /** What did not work on the way here, and can be done later. */
  notice?: string
}

/** Shown once, after an account was made: the code that brings its keys back when the password is lost. */
export function RecoveryCode({ code, email, notice }: RecoveryCodeProps) {
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<string>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const groups = code.match(/.{8}/g) ?? [code]
  const goOn = () => {
    if (!saved) return setProblem('Save the code first, then tick the box. It is not shown again.')
    window.location.assign('/')
  }
  return (
    <section className="flex flex-col gap-5" aria-label="Recovery code">
      <div>
        <h1 ref={heading} tabIndex={-1} className="outline-none">
          Save your recovery code
        </h1>
        <p className="mt-1 text-muted">
          Save it; nobody can reset your password for you. If the password is lost, this code alone brings your keys back. The server does
          not know it, and it is shown only now.
        </p>
      </div>
      {notice && (
        <p role="status" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-warning">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" /> {notice}
        </p>
      )}
      <div className="flex items-start justify-between gap-2 rounded-lg border border-line bg-surface p-4">
        <code data-testid="recovery-code" className="grid grid-cols-2 gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-4">
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the groups never move, and two may be the same
            <span key={index}>{group} </span>
          ))}
        </code>
        <CopyButton text={code} what="recovery code" />
      </div>
      <div>
        <Button onClick={() => download(code, email)}>
          <Download size={16} aria-hidden /> Download as a file
        </Button>
      </div>
      <CheckField
        label="I have saved the recovery code"
        checked={saved}
        onChange={(now) => {
          setSaved(now)
          setProblem(undefined)
        }}
      />
      <FormProblem text={problem} />
      <Button variant="primary" onClick={goOn}>
        Go to the console
      </Button>
    </section>
  )
}

function download(code: string, email: string): void {
  const text = `Recovery code of ${email} at ${window.location.origin}\n\n${code}\n`
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'bonafide-recovery-code.txt'
  link.click()
  URL.revokeObjectURL(url)
}
