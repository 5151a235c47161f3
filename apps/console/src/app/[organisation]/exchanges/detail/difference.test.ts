import { describe, expect, it } from 'vitest'
import { compared, differences, type Piece } from './difference.ts'

const marked = (pieces: Piece[]) => pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')
const told = (expected: string, received: string) => {
  const both = differences(expected, received)
  return [marked(both.expected), marked(both.received)]
}

describe('what differs between expected and received', () => {
  it('is the role, when AWS names the session of another one', () => {
    expect(told('arn:aws:iam::123456789012:role/web-prod', 'arn:aws:sts::123456789012:assumed-role/web-stg/i-07f')).toEqual([
      'arn:aws:iam::123456789012:role/[web-prod]',
      'arn:aws:sts::123456789012:assumed-role/[web-stg]/i-07f',
    ])
  })

  it('is the account, when the role is the same elsewhere', () => {
    expect(told('arn:aws:iam::123456789012:role/web-prod', 'arn:aws:iam::999999999999:role/web-prod')).toEqual([
      'arn:aws:iam::[123456789012]:role/web-prod',
      'arn:aws:iam::[999999999999]:role/web-prod',
    ])
  })

  it('is nothing, where both are the same', () => {
    expect(told('a b', 'a b')).toEqual(['a b', 'a b'])
  })

  it('is told against the entry of a list that is most like it', () => {
    const { expected, received } = compared(
      'arn:aws:iam::1:user/ci, arn:aws:iam::1:role/web and 2 more',
      'arn:aws:sts::2:assumed-role/web/i-07f',
    )
    expect(expected.map(marked)).toEqual(['arn:aws:iam::[1]:[user]/[ci]', 'arn:aws:iam::[1]:role/web', 'and 2 more'])
    expect(marked(received)).toBe('arn:aws:sts::[2]:assumed-role/web/i-07f')
  })

  it('leaves a sentence whole', () => {
    expect(compared('X-Server: a;b, signed', 'no such header').expected).toHaveLength(1)
  })

  it('loses nothing of hostile texts, however long', () => {
    const hostile = '</script><img src=x onerror=alert(1)>:'.repeat(300)
    const { received } = differences('arn:aws:iam::1:role/x', hostile)
    expect(received.map(({ text }) => text).join('')).toBe(hostile)
  })
})
