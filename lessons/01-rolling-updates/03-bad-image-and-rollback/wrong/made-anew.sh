# fails: no-outage
# Everything is made anew instead of rolled back.
kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=gcr.io/google-samples/kubernetes-bootcamp:v10
sleep 20
kubectl delete deployment kubernetes-bootcamp
kubectl create deployment kubernetes-bootcamp --image=jocatalin/kubernetes-bootcamp:v2 --replicas=4
kubectl rollout status deployments/kubernetes-bootcamp
