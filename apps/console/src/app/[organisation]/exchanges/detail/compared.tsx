import { compared, type Piece } from './difference.ts'

interface ComparedProps {
  expected: string | null
  received: string | null
  /** Marks what differs. */
  failed: boolean
}

/** Expected and received side by side, one above the other where it is narrow. */
export function Compared({ expected, received, failed }: ComparedProps) {
  const sides = failed && expected !== null && received !== null ? compared(expected, received) : undefined
  return (
    <dl className="grid gap-2 sm:grid-cols-2">
      {expected !== null && <Side title="Expected" lines={sides?.expected ?? [plain(expected)]} />}
      {received !== null && <Side title="Received" lines={[sides?.received ?? plain(received)]} />}
    </dl>
  )
}

const plain = (text: string): Piece[] => [{ text, differs: false }]

const Side = ({ title, lines }: { title: string; lines: readonly (readonly Piece[])[] }) => (
  <div className="min-w-0 rounded-md border border-line bg-surface px-3 py-2">
    <dt className="text-xs text-muted">{title}</dt>
    <dd className="flex flex-col gap-1 font-mono text-[13px] break-all">
      {lines.map((pieces) => (
        <bdi key={pieces.map(({ text }) => text).join('')}>
          {pieces.map(({ text, differs }, index) =>
            differs ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in its order
              <mark key={index} className="rounded-sm bg-warning-soft font-semibold text-warning underline underline-offset-2">
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </bdi>
      ))}
    </dd>
  </div>
)
