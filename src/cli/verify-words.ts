import type { Finding, FindingCode, Unknown, UnknownCode, Where } from '../core/ledger/verify/findings.ts'

/** A finding as one line: where, what, and what is known of it. */
export const sayFinding = ({ code, where, detail }: Finding): string =>
  `${placeOf(where)}: ${findingWords[code]} (${[code, ...detailsOf(detail)].join('; ')})`

export const sayUnknown = ({ code, detail }: Unknown): string =>
  `${unknownWords[code]} (${[code, ...detailsOf(detail)].join('; ')})`

function placeOf({ file, line, sequence, id, step }: Where): string {
  const parts = [
    line === undefined ? '' : `line ${line}`,
    sequence === undefined ? '' : `place ${sequence} of the log`,
    id === undefined ? '' : `record ${id}`,
    step === undefined ? '' : `step ${step}`
  ].filter(Boolean)
  return [file, ...parts].join(', ')
}

const detailsOf = (detail: Finding['detail']): string[] =>
  Object.entries(detail).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
  )

const findingWords: Readonly<Record<FindingCode, string>> = {
  'line-dropped': 'the log has lines here that this export lacks',
  'line-added': 'a line that is not in the log, or is here twice',
  'line-edited': 'a line does not say what was recorded',
  'lines-swapped': 'two lines changed places',
  'lines-reordered': 'lines are out of their order',
  'line-withheld': 'a line is still hidden although its step is counted',
  'record-dropped': 'a line that counts has no record',
  'record-added': 'a record that no line of the log opens',
  'record-edited': 'a record is not what was recorded',
  'records-swapped': 'two records changed places',
  'records-reordered': 'records are out of their order',
  'record-state-changed': 'a record says something else of its state than the log',
  'response-doubled': 'one participant counts twice',
  'response-uncounted': 'a response came into the log after its step was counted',
  'rules-changed': 'the rules are not those whose digest was recorded',
  'result-changed': 'the result is not what was recorded, or not what a recount gives',
  'erasure-unrecorded': 'a personal part is gone and no line says that it was erased',
  'erasure-incomplete': 'a line that was erased still shows its personal part',
  'tree-changed': 'neither entries nor lines are the tree that the checkpoint signs',
  'wrong-key': 'it is not signed by this key',
  'bad-signature': "a signature in the key's name is false",
  forked: 'the log does not contain the state it signed earlier: history was rewritten',
  'rolled-back': 'the log is shorter than it was',
  'other-log': 'what was kept from earlier is of another log',
  'receipt-mismatch': 'another line stands at the place of the receipt',
  'receipt-missing': 'the line of the receipt never came',
  'file-missing': 'this file is missing',
  'file-edited': 'this file is not what its name or the tree says',
  'file-added': 'this file belongs to no record',
  malformed: 'this cannot be read',
  'not-canonical': 'this is written so that two readers could read two things',
  'manifest-changed': 'the manifest says something else than what was signed',
  'companion-changed': 'the table differs from its records',
  'since-unreadable': 'what was given with --since is neither a checkpoint nor a receipt',
  'key-unreadable': 'what was given with --key is no key'
}

const unknownWords: Readonly<Record<UnknownCode, string>> = {
  'key-not-confirmed': "whether this is the organisation's log: give its key from another source with --key",
  'earlier-state-not-compared':
    'whether history was rewritten and signed anew: give a checkpoint or a receipt kept from earlier with --since',
  'later-lines': 'what happened after this export was made',
  'real-people': 'whether each responder is one real person: the log shows ids, not people',
  times: "whether the times are true: they are the operator's clock, and only the order is proven",
  'facts-not-recorded':
    'whether the facts in call.json, the names in authors.jsonl and the time of the export are true: they are not in the log',
  'lines-hidden': 'what hidden lines say: they open when their step closes',
  'lines-sealed': 'what the words of some lines were: they were taken from view',
  'result-not-published': 'the result of a step that was not counted yet',
  'result-not-confirmed': 'whether a result is right, since records were changed',
  'receipt-pending': 'whether the line of the receipt will come: it was waiting',
  'receipt-superseded': 'whether it was you who replaced or took back what the receipt is about',
  'files-not-covered': 'whether these files are right: nothing in the log vouches for them'
}
