import { describe, expect, it } from 'vitest'
import { strengthOf } from './password-strength.ts'

describe('the strength of a password', () => {
  it.each(['', 'Xk9#', 'short but 11'.slice(0, 11)])('%j is too short', (password) => {
    expect(strengthOf(password)).toBe('too short')
  })

  it.each(['aaaaaaaaaaaaaaaa', 'abcdefghijklmnop', '123456789012345', 'passwordpassword', 'qwertyqwerty1234', 'bonafidebonafide'])(
    '%j is weak, however long',
    (password) => {
      expect(strengthOf(password)).toBe('weak')
    },
  )

  it('what everybody knows of a person adds nothing', () => {
    const password = 'ada.lovelace.1815'
    expect(strengthOf(password)).not.toBe('weak')
    expect(strengthOf(password, ['Ada Lovelace', 'ada@example.org'])).toBe('weak')
  })

  it.each(['correct horse battery', 'gN7!pq2$Vx9&mR', 'umbrella tractor violet nine'])('%j is strong', (password) => {
    expect(strengthOf(password, ['Ada Lovelace'])).toBe('strong')
  })
})
