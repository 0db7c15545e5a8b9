import { parentPort } from 'node:worker_threads'
import { answerCalls } from '../src/worker/index.ts'

answerCalls(parentPort!)
