import type { CheckedReceipt } from '#lib/core/ledger/check-receipt.server.ts'
import { m } from '#lib/locales/paraglide/messages.js'
import { formatMoment, formatNumber } from '#lib/ui/format.ts'
import { eventText } from './events.ts'

interface Said {
  readonly kind: 'done' | 'info' | 'wrong'
  readonly title: string
  readonly text: string
}

/** What was found out about a receipt, in words. */
export function verdictText({ verdict, sequence, event, at }: CheckedReceipt, timeZone: string): Said {
  switch (verdict) {
    case 'included':
      return {
        kind: 'done',
        title: m.record_included_title({ number: formatNumber((sequence ?? 0) + 1) }),
        text: m.record_included_text({ event: eventText(event ?? ''), moment: momentText(at, timeZone) })
      }
    case 'waiting':
      return { kind: 'info', title: m.record_waiting_title(), text: m.record_waiting_text() }
    case 'missing':
      return { kind: 'wrong', title: m.record_missing_title(), text: m.record_missing_text() }
    case 'mismatch':
      return { kind: 'wrong', title: m.record_mismatch_title(), text: m.record_proof_text() }
    case 'rewritten':
      return { kind: 'wrong', title: m.record_rewritten_title(), text: m.record_proof_text() }
    case 'other-key':
      return { kind: 'wrong', title: m.record_other_key_title(), text: m.record_other_key_text() }
    case 'other-log':
      return { kind: 'info', title: m.record_other_log_title(), text: m.record_other_log_text() }
    case 'unreadable':
      return { kind: 'wrong', title: m.record_unreadable_title(), text: m.record_unreadable_text() }
  }
}

/** A receipt says its time itself, and may say anything. */
const momentText = (at: string | null, timeZone: string): string =>
  at !== null && !Number.isNaN(Date.parse(at)) ? formatMoment(at, timeZone) : (at ?? '')
