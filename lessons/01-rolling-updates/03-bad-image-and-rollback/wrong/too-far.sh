# fails: back
# One revision too far: version 1.
kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=gcr.io/google-samples/kubernetes-bootcamp:v10
sleep 20
kubectl rollout undo deployments/kubernetes-bootcamp --to-revision=1
kubectl rollout status deployments/kubernetes-bootcamp
