import type { Image } from '../../kubelet/index.ts'
import type { Program } from '../../machine/index.ts'
import { debianBase, executablesIn } from './base-files.ts'

const server: Program = {
  name: 'bootcamp-server',
  summary: 'the application of the Kubernetes tutorials',
  run: (process) => {
    const { clock, machine } = process
    const version = process.env.get('BOOTCAMP_VERSION') ?? '1'
    const startedAt = clock.now
    let requests = 0
    // It handles no signal, and as the first process of its container it gets none that it does not handle: ending it takes the whole grace period.
    const log = (host: string): void => {
      const seconds = ((clock.now - startedAt) / 1000).toFixed(3).replace(/\.?0+$/, '')
      void process.print(
        `Running On: ${host} | Total Requests: ${++requests} | App Uptime: ${seconds} seconds | Log Time: ${stamp(clock.now)}\n`,
      )
    }
    process.listen('0.0.0.0', 8080, {
      http: (request, { probe }) => {
        const host = machine.hostname
        if (!probe) log(host)
        const body = `Hello Kubernetes bootcamp! | Running on: ${host} | v=${version}\n`
        return {
          status: 200,
          headers: {
            'content-type': 'text/plain',
            date: new Date(Math.floor(clock.now)).toUTCString(),
            connection: request.headers.connection ?? 'keep-alive',
            'transfer-encoding': 'chunked',
          },
          body: new TextEncoder().encode(body),
        }
      },
    })
    void process.print(`Kubernetes Bootcamp App Started At: ${stamp(startedAt)} | Running On:  ${machine.hostname} \n\n`)
  },
}

/** JavaScript's `new Date()` as a Docker image in UTC prints it. */
const stamp = (milliseconds: number): string => new Date(Math.floor(milliseconds)).toISOString()

const serverSource = (version: string): string => `var http = require('http');
var requests=0;
var podname= process.env.HOSTNAME;
var startTime;
var host;
var handleRequest = function(request, response) {
  response.setHeader('Content-Type', 'text/plain');
  response.writeHead(200);
  response.write("Hello Kubernetes bootcamp! | Running on: ");
  response.write(host);
  response.end(" | v=${version}\\n");
  console.log("Running On:" ,host, "| Total Requests:", ++requests,"| App Uptime:", (new Date() - startTime)/1000 , "seconds", "| Log Time:",new Date());
}
var www = http.createServer(handleRequest);
www.listen(8080,function () {
    startTime = new Date();;
    host = process.env.HOSTNAME;
    console.log ("Kubernetes Bootcamp App Started At:",startTime, "| Running On: " ,host, "\\n" );
});
`

export const kubernetesBootcamp: Image = {
  name: 'kubernetes-bootcamp',
  repositories: ['gcr.io/google-samples/kubernetes-bootcamp', 'docker.io/jocatalin/kubernetes-bootcamp', 'docker.io/kubernetes-bootcamp'],
  tags: ['v1', 'v2'],
  versionOf: (tag) => {
    const base = debianBase('8', 'jessie')
    const version = tag.slice(1)
    return {
      sizeBytes: 83_895_704,
      config: {
        command: ['node', 'server.js'],
        env: { BOOTCAMP_VERSION: version, NODE_VERSION: '6.3.1', NPM_CONFIG_LOGLEVEL: 'info' },
        ports: [8080],
      },
      files: { ...base.files, '/server.js': serverSource(version) },
      executables: {
        ...base.executables,
        ...executablesIn('/usr/bin', ['curl', 'wget', 'ps', 'vi']),
        '/usr/local/bin/node': 'bootcamp-server',
      },
    }
  },
  programs: [server],
}
