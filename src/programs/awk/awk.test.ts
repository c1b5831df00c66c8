import { expect, test } from 'vitest'
import { bufferReader, CollectingWriter } from '../../machine/index.ts'
import { createTestMachine } from '../../machine/testing.ts'
import { awk } from './awk.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Recorded with mawk 1.3.4. */
const recorded: readonly (readonly [words: readonly string[], input: string, output: string])[] = [
  [['{print $2}'], 'a b c\nd  e\n', 'b\ne\n'],
  [['-F:', '{print $1 "-" $NF}'], 'x:y:z\n', 'x-z\n'],
  [['NR>1 {print $1, $3}'], 'NAME READY STATUS\nweb 1/1 Running\n', 'web Running\n'],
  [['{s+=$1} END {print s, s/NR}'], '1\n2\n4\n', '7 2.33333\n'],
  [['/b/ && !/c/'], 'ab\nbc\nb\n', 'ab\nb\n'],
  [['BEGIN {printf "%5.2f|%-5s|%03d|%x\\n", 3.14159, "ab", 7, 255}'], '', ' 3.14|ab   |007|ff\n'],
  [['{n=split($0,a,","); for(i=n;i>0;i--) printf "%s ", a[i]; print ""}'], 'a,b,c\n', 'c b a \n'],
  [['{gsub(/o/,"[&]"); print}'], 'foo boo\n', 'f[o][o] b[o][o]\n'],
  [['{c[$1]++} END {for (k in c) if (c[k]>1) print k, c[k]}'], 'x\ny\nx\n', 'x 2\n'],
  [['-v', 'n=3', '$1==n {print "yes"; next} {print "no"}'], '3\n3.0\n4\n', 'yes\nyes\nno\n'],
  [['{$2="X"; print; print NF}'], 'a b c\n', 'a X c\n3\n'],
  [['function f(n) {return n<2?1:n*f(n-1)} BEGIN {print f(10)}'], '', '3628800\n'],
  [['/start/,/end/'], 'a\nstart\nb\nend\nc\n', 'start\nb\nend\n'],
  [['{print length($0), toupper(substr($1,2,2)), index($0,"c")}'], 'abcd\n', '4 BC 3\n'],
  [['BEGIN{while(i<3){i++; if(i==2) continue; print i}}'], '', '1\n3\n'],
  [['{print ($1>5)?"big":"small"}'], '10\n3\n', 'big\nsmall\n'],
  [['END{print NR}'], 'a\nb\n', '2\n'],
  [['BEGIN{OFS="-"} {$1=$1; print}'], 'a b c\n', 'a-b-c\n'],
  [['{ if ($1 ~ /^k/) { print "k:" $1 } else print "other" }'], 'kube\nnode\n', 'k:kube\nother\n'],
  [['BEGIN{print 1e6, 0.1+0.2, 1000*1000, -3%2, 2^10}'], '', '1000000 0.3 1000000 -1 1024\n'],
  [['{print $(NF-1)}'], 'a b c\n', 'b\n'],
  [['match($0,/[0-9]+/){print substr($0,RSTART,RLENGTH)}'], 'ab123c\n', '123\n'],
  [['{print > "/tmp/out"} END {print "done"}'], 'q\n', 'done\n'],
]

test.each(recorded)('awk %j', async (words, input, output) => {
  const { clock, machine } = createTestMachine([awk], hop)
  const stdout = new CollectingWriter()
  const process = machine.spawn(['awk', ...words], { stdin: bufferReader(input), stdout, stderr: stdout })
  await clock.advanceTo(clock.now + 1000)
  expect([stdout.text, process.exitCode]).toEqual([output, 0])
})
