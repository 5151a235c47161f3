import { useClock } from '../../../components/clock.tsx'
import { Link } from '../../../components/link.tsx'
import type { HomeStatsFragment } from './operations.generated.ts'
import { useSpanText } from './span-text.ts'

interface NumbersTableProps {
  buckets: HomeStatsFragment['buckets']
  hrefOf: (from: string, to: string) => string
}

const cell = 'border-b border-line px-3 py-1.5'

/** The chart in numbers, newest first. */
export function NumbersTable({ buckets, hrefOf }: NumbersTableProps) {
  const { locale } = useClock()
  const spanText = useSpanText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="max-h-72 overflow-y-auto" tabIndex={0} aria-label="Exchanges over time">
      <table className="w-full border-separate border-spacing-0 text-left text-[13px]">
        <caption className="sr-only">Accepted and refused exchanges, newest first</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className={`${cell} font-medium`}>
              Time
            </th>
            <th scope="col" className={`${cell} text-right font-medium`}>
              Accepted
            </th>
            <th scope="col" className={`${cell} text-right font-medium`}>
              Refused
            </th>
          </tr>
        </thead>
        <tbody>
          {buckets.toReversed().map(({ from, until, accepted, refused }) => (
            <tr key={from}>
              <th scope="row" className={`${cell} font-normal`}>
                <Link className="link" prefetch={false} href={hrefOf(from, until)}>
                  {spanText(from, until)}
                </Link>
              </th>
              <td className={`${cell} text-right`}>{accepted.toLocaleString(locale)}</td>
              <td className={`${cell} text-right`}>{refused.toLocaleString(locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
