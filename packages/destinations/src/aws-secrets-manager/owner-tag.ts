/** The tag by which a secret says which sync writes it. */
export const ownerTag = 'bonafide:sync'
