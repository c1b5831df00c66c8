# fails: image
# One Pod is changed; the Deployment still asks for the old version.
kubectl set image "$(kubectl get pods -o name | head -n 1)" kubernetes-bootcamp=jocatalin/kubernetes-bootcamp:v2
