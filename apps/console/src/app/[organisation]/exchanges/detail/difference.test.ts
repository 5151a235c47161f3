import { describe, expect, it } from 'vitest'
import { differences, type Piece } from './difference.ts'

const marked = (pieces: Piece[]) => pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')
const told = (expected: string, received: string) => {
  const both = differences(expected, received)
  return [marked(both.expected), marked(both.received)]
}

describe('what differs between expected and received', () => {
  it('is the role, when AWS names the session of another one', () => {
    expect(told('arn:aws:iam::123456789012:role/web-prod', 'arn:aws:sts::123456789012:assumed-role/web-stg/i-07f')).toEqual([
      'arn:aws:iam::123456789012:role/[web-prod]',
      'arn:aws:sts::123456789012:assumed-role/[web-stg/i-07f]',
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

  it('loses nothing of hostile texts, however long', () => {
    const hostile = '</script><img src=x onerror=alert(1)>:'.repeat(300)
    const { received } = differences('arn:aws:iam::1:role/x', hostile)
    expect(received.map(({ text }) => text).join('')).toBe(hostile)
  })
})
