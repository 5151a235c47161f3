import { describe, expect, it } from 'vitest'
import { addressBucket, requireRate } from './rate-limit.ts'

describe('TOK-22 the bucket of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1 ', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:c000:201', '192.0.2.1'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
  ])('of %s is %s', (ip, bucket) => {
    expect(addressBucket(ip)).toBe(bucket)
  })

  it.each([
    '',
    'unix',
    '192.0.2.256',
    '192.0.2',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    'g::1',
    '192.0.2.1::',
    "'; drop",
  ])('of %j, which is no address, is shared', (ip) => {
    expect(addressBucket(ip)).toBe('unknown')
  })
})

it('a full bucket says in whole seconds when to come back', async () => {
  const limit = { capacity: 1, refillPerSecond: 1 }
  await requireRate({ take: async () => 0 }, 'bucket', limit)
  await expect(requireRate({ take: async () => 0.2 }, 'bucket', limit)).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 1,
  })
})
