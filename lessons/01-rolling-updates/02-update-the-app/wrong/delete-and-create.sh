# fails: no-outage
# Everything is taken away and made anew: the app is gone in between.
kubectl delete deployment kubernetes-bootcamp
kubectl create deployment kubernetes-bootcamp --image=jocatalin/kubernetes-bootcamp:v2 --replicas=4
kubectl rollout status deployments/kubernetes-bootcamp
