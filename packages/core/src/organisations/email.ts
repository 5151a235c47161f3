import { text } from '../parse.ts'

// RFC 5321 4.5.3.1.3: a path holds at most 256 octets, angle brackets included.
const maxEmailLength = 254

/**
 * An e-mail address in the one spelling that is stored: trimmed, A to Z lowered. Other scripts are left alone, since lowering them could turn
 * one address into another (dotless i). Only its outline is checked: whether mail arrives there is not for us to say.
 */
export const email = text(1000)
  .transform((value) => value.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
  .refine((value) => value.length <= maxEmailLength, `must be at most ${maxEmailLength} characters`)
  .refine((value) => /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"[\]]+$/.test(value), 'must be an e-mail address')
